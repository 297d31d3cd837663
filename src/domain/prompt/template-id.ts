import { z } from 'zod';

/** What a template can be called by: parts that a file name can have, with / between them. */
export const TEMPLATE_ID = /^(?=.{1,200}$)[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

const LABEL_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

export const templateIdSchema = z
  .string()
  .regex(
    TEMPLATE_ID,
    'must be 1 to 200 of the characters A-Z a-z 0-9 . _ - with / between parts, such as support/reply',
  );

export const labelNameSchema = z
  .string()
  .regex(LABEL_NAME, 'must be 1 to 64 of the characters a-z 0-9 . _ - and begin with a letter or a digit')
  // a number is a version
  .refine((label) => !/^\d+$/.test(label), 'must not be a number: that is a version');
