/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-deed.h"

#include "base/lk-hex.h"
#include "base/lk-job.h"
#include "personal/lk-pin-dialog.h"

#include <gnutls/crypto.h>

typedef struct
{
  LkPersonalStore *store;
  char *selector;
  const LkPinPrompt *prompt;
  LkPersonalDeed deed;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_object_unref (input->store);
  g_free (input->selector);
  g_free (input);
}

/* The key comes out under a password that nobody knows, and goes nowhere. */
static gboolean
test_export (const Input *input, GCancellable *cancellable, GError **error)
{
  guint8 random[16];
  g_autoptr (LkSecret) password = NULL;
  g_autoptr (GBytes) pkcs12 = NULL;

  if (gnutls_rnd (GNUTLS_RND_KEY, random, sizeof random) < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "There are no random numbers");
      return FALSE;
    }
  password = lk_secret_new_take (lk_hex_encode (random, sizeof random));
  lk_secret_wipe (random, sizeof random);
  pkcs12 = lk_personal_store_export (input->store, input->selector, password, input->prompt,
                                     cancellable, error);
  return pkcs12 != NULL;
}

static gpointer
deed_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Input *input = data;
  gboolean done = FALSE;

  switch (input->deed)
    {
    case LK_PERSONAL_PROVE:
      done =
        lk_personal_store_prove (input->store, input->selector, input->prompt, cancellable, error);
      break;
    case LK_PERSONAL_TEST_EXPORT:
      done = test_export (input, cancellable, error);
      break;
    case LK_PERSONAL_REMOVE:
      done =
        lk_personal_store_remove (input->store, input->selector, input->prompt, cancellable, error);
      break;
    default:
      break;
    }
  return done ? input : NULL;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  LkPinAsker *asker = g_task_get_task_data (task);
  GError *error = NULL;

  if (lk_job_finish (result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, lk_pin_asker_judge_error (asker, error));
}

void
lk_personal_deed_async (LkPersonalGroup *group,
                        const char *selector,
                        LkPersonalDeed deed,
                        GtkWindow *parent,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (group, cancellable, callback, user_data);
  LkPinAsker *asker = lk_pin_asker_new (parent);
  Input *input = g_new0 (Input, 1);
  const LkJobSpec spec = {
    .name = "personal deed", .run = deed_thread, .input = input, .free_input = input_free
  };

  g_task_set_source_tag (task, lk_personal_deed_async);
  g_task_set_task_data (task, asker, (GDestroyNotify)lk_pin_asker_free);
  input->store = lk_personal_group_open_store (group);
  input->selector = g_strdup (selector);
  input->prompt = lk_pin_asker_get_prompt (asker);
  input->deed = deed;
  lk_job_start (&spec, cancellable, done_cb, task);
}

gboolean
lk_personal_deed_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
