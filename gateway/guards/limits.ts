/** The bounds of one operation; each has a default that our own console and any sensible client stay far below. */
export interface OperationLimits {
  /** Lexical tokens of a document. */
  readonly tokensMax: number;
  /** Levels of fields. */
  readonly depthMax: number;
  readonly aliasesMax: number;
  readonly directivesMax: number;
  readonly rootFieldsMax: number;
  /** Lists in lists within one literal value: a `where` of five levels with `in` at its end has six. */
  readonly valueListsMax: number;
  /** Objects and lists in each other within a variable's value. */
  readonly variableDepthMax: number;
  /** Selections after all fragments are spread. */
  readonly selectionsMax: number;
  /** Cost by `@cost` and `@listSize`. */
  readonly costMax: number;
}

export const operationLimits: OperationLimits = {
  tokensMax: 2_000,
  depthMax: 20,
  aliasesMax: 60,
  directivesMax: 50,
  rootFieldsMax: 30,
  valueListsMax: 6,
  variableDepthMax: 32,
  selectionsMax: 2_000,
  costMax: 20_000,
};
