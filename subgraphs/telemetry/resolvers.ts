import { AlertRule } from './alert-rules/rule.ts';
import { listAlertRules } from './alert-rules/list.ts';
import { acknowledgeAlerts } from './alerts/acknowledge-many.ts';
import { acknowledgeAlert } from './alerts/acknowledge.ts';
import { Alert, findAlert } from './alerts/alert.ts';
import { alertChanged } from './alerts/changed.ts';
import { countAlerts } from './alerts/count.ts';
import { listAlerts } from './alerts/list.ts';
import { resolveAlert } from './alerts/resolve.ts';
import { suppressAlert } from './alerts/suppress.ts';
import { unsuppressAlert } from './alerts/unsuppress.ts';
import { Asset } from './assets/asset.ts';
import type { Mutations, Queries, Subscriptions } from './context.ts';
import { countDeadLetters, DeadLetter, listDeadLetters } from './dead-letters/list.ts';
import { findGateway, Gateway } from './gateways/gateway.ts';
import { listGateways } from './gateways/list.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { AssetPower } from './power/power.ts';
import { Site } from './sites/site.ts';
import { telemetryFrames } from './tags/frames.ts';
import { findTag, Tag } from './tags/tag.ts';

const Query: Queries = {
  alert: findAlert,
  alertCounts: countAlerts,
  alertRules: listAlertRules,
  alerts: listAlerts,
  deadLetterReasons: countDeadLetters,
  deadLetters: listDeadLetters,
  gateway: findGateway,
  gateways: listGateways,
  tag: findTag,
};

const Mutation: Mutations = { acknowledgeAlert, acknowledgeAlerts, resolveAlert, suppressAlert, unsuppressAlert };

const Subscription: Subscriptions = { alertChanged, telemetryFrames };

/** Every resolver of telemetry, by type. */
export const resolvers: Resolvers = { Query, Mutation, Subscription, Alert, AlertRule, Asset, AssetPower, DeadLetter, Gateway, Site, Tag };
