import type { FeedItem, StoredEvent } from '../domain/event/event.ts';
import type { Builder } from './builder.ts';
import { eventIn, payloadOf } from './event-payloads.ts';
import type { PayloadOf } from './event-payloads.ts';
import { typeNameOf } from './event-types.ts';
import type { EventRef } from './event-types.ts';

/** TemplateEvent and its one kind. Returns the interface. */
export function defineTemplateEventTypes(builder: Builder, base: EventRef) {
  const event = builder.interfaceRef<FeedItem>('TemplateEvent').implement({
    description: 'Something that happened to a template.',
    interfaces: [base],
    resolveType: typeNameOf,
    // not null for every event of a template; a heartbeat has none of them
    fields: (t) => ({
      templateId: t.id({
        nullable: true,
        description: 'The template.',
        resolve: (e) => templatePayload(e)?.templateId,
      }),
      label: t.string({
        nullable: true,
        description: 'The label.',
        resolve: (e) => templatePayload(e)?.label,
      }),
    }),
  });

  const payload = (e: StoredEvent) => payloadOf(e, 'template_label_moved');
  builder.objectRef<StoredEvent>('TemplateLabelMoved').implement({
    description: 'A label of a template was moved, set for the first time, or removed.',
    interfaces: [base, event],
    fields: (t) => ({
      templateId: t.id({ description: 'The template.', resolve: (e) => payload(e).templateId }),
      label: t.string({ description: 'The label.', resolve: (e) => payload(e).label }),
      fromVersion: t.int({
        nullable: true,
        description: 'The version that had it; null before it was first set.',
        resolve: (e) => payload(e).from,
      }),
      toVersion: t.int({
        nullable: true,
        description: 'The version that has it now; null when it was removed.',
        resolve: (e) => payload(e).to,
      }),
      movedBy: t.string({ description: 'Who moved it.', resolve: (e) => payload(e).movedBy }),
      note: t.string({ nullable: true, description: 'Why.', resolve: (e) => payload(e).note }),
    }),
  });

  return event;
}

function templatePayload(item: FeedItem): PayloadOf<'template_label_moved'> | null {
  return (eventIn(item)?.payload ?? null) as PayloadOf<'template_label_moved'> | null;
}
