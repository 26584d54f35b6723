import { Counter, Gauge, type Registry } from 'prom-client';
import type { Bridge } from './bridge.ts';

/** What `/metrics` tells of the bridge beside the process's own figures; read from the parts when somebody asks. */
export function registerMetrics(registry: Registry, parts: Bridge['parts']): void {
  const { intake, writer, evaluator, journal, listener, mappings, live } = parts;
  counter('bridge_messages_total', 'Messages of gateways that were taken in', () => intake.counts.messages);
  counter('bridge_readings_total', 'Readings that were taken in', () => intake.counts.readings);
  counter('bridge_letters_total', 'Dead letters that were written or told again', () => intake.counts.letters);
  counter('bridge_rows_stored_total', 'Rows that QuestDB has taken, repeated ones included', () => writer.counts.rows);
  counter('bridge_commits_total', 'Requests that QuestDB has taken', () => writer.counts.commits);
  counter('bridge_rows_refused_total', 'Rows that QuestDB will never take', () => writer.counts.refused);
  counter('bridge_alerts_raised_total', 'Alarms that came about', () => evaluator.counts.raised);
  counter('bridge_alerts_cleared_total', 'Alarms that ended by their readings', () => evaluator.counts.cleared);
  counter('bridge_alerts_failed_total', 'Alarms that could not be written', () => evaluator.counts.failed);
  gauge('bridge_connections', 'MQTT connections that are signed in', () => listener.connections);
  gauge('bridge_live_watchers', 'Subscriptions to live values', () => live.watchers);
  gauge('bridge_rules_unusable', 'Alert rules that cannot be evaluated as they are written', () => mappings.unusableRules);
  gauge('bridge_journal_bytes', 'What the journal holds on the disk', () => journal.bytes);
  gauge('bridge_journal_waiting_bytes', 'What waits to become durable', () => journal.queuedBytes);
  new Gauge({
    name: 'bridge_journal_lag_records',
    help: 'Records that a consumer of the journal has not finished',
    labelNames: ['consumer'],
    registers: [registry],
    collect() {
      for (const name of ['questdb', 'rules', 'letters']) this.set({ consumer: name }, journal.consumer(name).lag);
    },
  });

  function counter(name: string, help: string, value: () => number): void {
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  }

  function gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  }
}
