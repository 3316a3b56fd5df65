/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-private-key-private.h"

/* In a plain form, whatever the line ends were. */
static LkSecret *
write_block (const LkTextBlock *block)
{
  g_autoptr (GString) text = g_string_sized_new (block->headers_size + block->body_size + 200);
  LkSecret *secret;

  g_string_append_printf (text, "-----BEGIN %s-----\n", block->label);
  g_string_append_len (text, block->headers, (gssize)block->headers_size);
  g_string_append_len (text, block->body, (gssize)block->body_size);
  g_string_append_printf (text, "-----END %s-----\n", block->label);
  g_strdelimit (text->str, "\r", '\n');
  secret = lk_secret_new (text->str, (gssize)text->len);
  lk_secret_wipe (text->str, text->len);
  return secret;
}

gboolean
lk_private_key_is_encrypted_by_pem (const LkTextBlock *block)
{
  return block->headers != NULL &&
         g_strstr_len (block->headers, (gssize)block->headers_size, "ENCRYPTED") != NULL;
}

LkSecret *
lk_private_key_dup_block (const LkTextBlock *block)
{
  LkSecret *secret;
  gsize size, bad;
  guint8 *data;

  if (lk_private_key_is_encrypted_by_pem (block))
    return write_block (block);
  data = lk_text_decode (block->body, block->body_size, &size, &bad);
  if (data == NULL)
    return NULL;
  secret = lk_secret_new ((const char *)data, (gssize)size);
  lk_secret_wipe (data, size);
  g_free (data);
  return secret;
}
