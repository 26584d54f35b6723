'use client';

import { Plus, X } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Button, IconButton } from '../ui/button.tsx';
import { Checkbox, controlClass, Problem } from '../ui/field.tsx';
import { useWords } from '../words/index.ts';
import { emptyTask, type TypedTask } from './new-tasks.ts';

interface Props {
  readonly tasks: readonly TypedTask[];
  readonly onChange: (tasks: readonly TypedTask[]) => void;
  readonly problem: string | undefined;
}

/** The tasks of a new order, line by line; each says whether it must not be skipped. Enter begins the next one. */
export function TaskLines({ tasks, onChange, problem }: Props): ReactNode {
  const t = useWords('workOrders');
  const ui = useWords('ui');
  const id = useId();
  const set = (index: number, change: Partial<TypedTask>): void =>
    onChange(tasks.map((task, at) => (at === index ? { ...task, ...change } : task)));
  return (
    <fieldset className="m-0 flex min-w-0 flex-col gap-1 border-0 p-0" aria-describedby={`${id}-help`}>
      <legend className="p-0 pb-1 text-sm text-ink-2">{t('fields.tasks')}</legend>
      {tasks.map((task, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no other name than their place.
        <div key={index} className="flex flex-wrap items-center gap-x-2">
          <span className="tnum w-4 text-right text-ink-3">{index + 1}</span>
          <input
            aria-label={`${t('fields.tasks')} ${index + 1}`}
            value={task.title}
            className={`${controlClass} min-w-[160px] flex-1`}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- a line that was just added is to be written into.
            autoFocus={task.title === '' && index === tasks.length - 1 && index > 0}
            onChange={(event) => set(index, { title: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
              event.preventDefault();
              if (task.title !== '') onChange([...tasks.slice(0, index + 1), emptyTask, ...tasks.slice(index + 1)]);
            }}
          />
          <Checkbox
            className="[&_input]:mt-0 [&>label]:items-center"
            label={
              <>
                {t('task.critical')}
                <span className="sr-only">: {t('fields.taskNumber', { number: index + 1 })}</span>
              </>
            }
            checked={task.isCritical}
            onChange={(isCritical) => set(index, { isCritical })}
          />
          <IconButton
            size="small"
            label={ui('removeOne', { name: task.title === '' ? String(index + 1) : task.title })}
            icon={<X />}
            onClick={() => onChange(tasks.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button size="small" icon={<Plus />} onClick={() => onChange([...tasks, emptyTask])}>
          {t('task.add')}
        </Button>
      </div>
      <div id={`${id}-help`} className="text-xs text-ink-3">
        {t('fields.tasksHelp')}
      </div>
      {problem !== undefined && (
        <div data-problem tabIndex={-1}>
          <Problem>{problem}</Problem>
        </div>
      )}
    </fieldset>
  );
}
