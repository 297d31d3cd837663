import type { Client } from './client.ts';
import {
  COMPLETE_BY_TEMPLATE,
  CREATE_TEMPLATE,
  CREATE_TEMPLATE_VERSION,
  SET_TEMPLATE_LABEL,
} from './documents.ts';
import type { SetTemplateLabelInput } from './gql/graphql.ts';
import { sayTemplate } from './print.ts';
import { DemoProblem } from './problem.ts';

const MAX_TOKENS = 24;
const DEADLINE_MS = 30_000;
const VARIABLES = [{ name: 'subject', type: 'TEXT' }] as const;

/**
 * A template gets a second version, and its label is moved to it and back, while an agent calls it by the label. Throws
 * DemoProblem when a call doesn't use what the label points to.
 */
export async function showTemplates(client: Client, run: string, model: string | null): Promise<void> {
  const id = `demo/headline-${run}`;
  const template = 'Write a headline about {subject}.';
  const input = { id, name: 'Headline', template, variables: VARIABLES };
  const { createTemplate } = await client.run(CREATE_TEMPLATE, { input });
  requireSuccess(createTemplate, 'CreateTemplateSuccess');
  const second = {
    id,
    expectedLatest: 1,
    template: 'Write a headline about {subject} that asks a question.',
    variables: VARIABLES,
  };
  const { createTemplateVersion } = await client.run(CREATE_TEMPLATE_VERSION, { input: second });
  requireSuccess(createTemplateVersion, 'CreateTemplateVersionSuccess');

  const move = async (change: Partial<SetTemplateLabelInput>): Promise<void> => {
    const { setTemplateLabel } = await client.run(SET_TEMPLATE_LABEL, {
      input: { id, label: 'production', ...change },
    });
    requireSuccess(setTemplateLabel, 'SetTemplateLabelSuccess');
  };
  const call = async (expected: number): Promise<void> => {
    const { complete } = await client.run(COMPLETE_BY_TEMPLATE, {
      input: {
        template: { id, label: 'production', variables: { subject: 'toll bridges' } },
        agentId: `editor-${run}`,
        model,
        deadlineMs: DEADLINE_MS,
        parameters: { maxTokens: MAX_TOKENS },
      },
    });
    if (complete.__typename !== 'CompleteSuccess')
      throw new DemoProblem(`A call by template failed: ${complete.message}`);
    const used = complete.call.template?.version;
    if (used !== expected)
      throw new DemoProblem(`A call used version ${used} of the template, not ${expected}.`);
    sayTemplate(used, complete.text);
  };

  await move({ version: 1 });
  await call(1);
  await move({ version: 2 });
  await call(2);
  await move({ rollback: true });
  await call(1);
}

function requireSuccess(answer: { __typename: string; message?: string }, name: string): void {
  if (answer.__typename !== name) throw new DemoProblem(`The template could not be made: ${answer.message}`);
}
