import type { RegisteredTool } from '../domain/tool/tool.ts';
import type { Builder } from './builder.ts';

/** The tools that Tollgate itself can run. */
export function defineTools(builder: Builder): void {
  const tool = builder.objectRef<RegisteredTool>('Tool').implement({
    description:
      'A registered tool: name it in `serverTools` of a chat, and Tollgate runs it when the model calls it.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name.' }),
      description: t.exposeString('description', { description: 'What it does, as models are told.' }),
      parameters: t.field({
        type: 'JSON',
        description: 'JSON Schema of its arguments.',
        resolve: ({ definition }) => definition.parameters,
      }),
      timeoutMs: t.exposeInt('timeoutMs', { description: 'Longest time of one run, in milliseconds.' }),
    }),
  });

  builder.queryField('tools', (t) =>
    t.field({
      type: [tool],
      description: 'The tools that Tollgate can run in a chat.',
      authScopes: { viewer: true },
      resolve: (_, _args, { services }) => [...services.calls.tools.list()],
    }),
  );
}
