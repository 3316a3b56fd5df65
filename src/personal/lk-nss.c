/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss.h"

#include "base/lk-error.h"
#include "personal/lk-nss-lock.h"

#include <nss.h>
#include <prerror.h>
#include <secerr.h>

#define MAX_TRIES 3

/* NSS looks for a free slot and takes it in two steps: two threads would get the same one. */
static GMutex slots_lock;

struct _LkNssDatabase
{
  gatomicrefcount references;
  PK11SlotInfo *slot;
};

typedef struct
{
  const char *title;
  const LkPinPrompt *prompt;
  GCancellable *cancellable;
  guint tries;
} Unlock;

void
lk_nss_set_error (GError **error, int code, const char *what)
{
  const PRErrorCode reason = PORT_GetError ();
  const char *text =
    reason != 0 ? PR_ErrorToString (reason, PR_LANGUAGE_I_DEFAULT) : "no reason was given";

  g_set_error (error, LK_ERROR, code, "%s: %s", what, text);
}

/* NSS asks through one function for the whole process; who asks comes back as its argument. */
static char *
password_cb (PK11SlotInfo *slot, PRBool retry, void *data)
{
  Unlock *unlock = data;
  g_autoptr (LkSecret) secret = NULL;

  if (unlock == NULL || unlock->prompt == NULL || unlock->tries >= MAX_TRIES)
    return NULL;
  secret = unlock->prompt->ask (unlock->title, retry ? LK_PIN_WRONG : LK_PIN_FIRST,
                                unlock->prompt->data, unlock->cancellable);
  if (secret == NULL)
    return NULL;
  unlock->tries++;
  return PORT_Strdup (lk_secret_get_text (secret)); /* wiped and freed by NSS */
}

static gpointer
start (gpointer data)
{
  NSSInitContext *context =
    NSS_InitContext ("", "", "", "", NULL,
                     NSS_INIT_READONLY | NSS_INIT_NOCERTDB | NSS_INIT_NOMODDB | NSS_INIT_FORCEOPEN |
                       NSS_INIT_NOROOTINIT | NSS_INIT_OPTIMIZESPACE);

  if (context != NULL)
    PK11_SetPasswordFunc (password_cb);
  return context;
}

static gboolean
ensure_started (GError **error)
{
  static GOnce once = G_ONCE_INIT;

  if (g_once (&once, start, NULL) != NULL)
    return TRUE;
  lk_nss_set_error (error, LK_ERROR_STORE_FAILED, "The NSS library cannot be started");
  return FALSE;
}

/* The value stands in quotes inside NSS's own specification language. */
static char *
quote (const char *folder)
{
  GString *quoted = g_string_new (NULL);

  for (const char *p = folder; *p != '\0'; p++)
    {
      if (*p == '\'' || *p == '"' || *p == '\\')
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, *p);
    }
  return g_string_free (quoted, FALSE);
}

static LkNssDatabase *
open_folder (const char *folder, gboolean writable, GError **error)
{
  g_autofree char *quoted = NULL;
  g_autofree char *spec = NULL;
  PK11SlotInfo *slot;
  LkNssDatabase *self;

  if (!ensure_started (error))
    return NULL;

  quoted = quote (folder);
  spec = g_strdup_printf ("configDir='sql:%s' tokenDescription='%s'%s", quoted,
                          "Personal certificates", writable ? "" : " flags=readOnly");
  g_mutex_lock (&slots_lock);
  slot = SECMOD_OpenUserDB (spec);
  g_mutex_unlock (&slots_lock);
  if (slot == NULL)
    {
      if (!lk_nss_lock_set_error (folder, writable, error))
        lk_nss_set_error (error, LK_ERROR_STORE_FAILED, "The NSS database cannot be opened");
      return NULL;
    }
  self = g_new0 (LkNssDatabase, 1);
  g_atomic_ref_count_init (&self->references);
  self->slot = slot;
  return self;
}

static gboolean
has_database (const char *folder)
{
  g_autofree char *file = g_build_filename (folder, "cert9.db", NULL);

  return g_file_test (file, G_FILE_TEST_IS_REGULAR);
}

LkNssDatabase *
lk_nss_database_open (const char *folder, gboolean writable, GError **error)
{
  g_return_val_if_fail (folder != NULL, NULL);

  if (has_database (folder))
    return open_folder (folder, writable, error);
  g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND,
               "There is no NSS database (cert9.db) in “%s”", folder);
  return NULL;
}

LkNssDatabase *
lk_nss_database_create (const char *folder, GError **error)
{
  g_autoptr (LkNssDatabase) self = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  self = open_folder (folder, TRUE, error);
  if (self == NULL)
    return NULL;
  if (!PK11_NeedUserInit (self->slot) || PK11_InitPin (self->slot, NULL, "") == SECSuccess)
    return g_steal_pointer (&self);
  lk_nss_set_error (error, LK_ERROR_STORE_FAILED, "The new NSS database cannot be prepared");
  return NULL;
}

LkNssDatabase *
lk_nss_database_ref (LkNssDatabase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
lk_nss_database_unref (LkNssDatabase *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_mutex_lock (&slots_lock);
  (void)SECMOD_CloseUserDB (
    self->slot); /* nothing is left to lose: every change is committed on its own */
  PK11_FreeSlot (self->slot);
  g_mutex_unlock (&slots_lock);
  g_free (self);
}

PK11SlotInfo *
lk_nss_database_get_slot (LkNssDatabase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->slot;
}

gboolean
lk_nss_database_is_unlocked (LkNssDatabase *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !PK11_NeedLogin (self->slot) || PK11_IsLoggedIn (self->slot, NULL);
}

gboolean
lk_nss_database_unlock (LkNssDatabase *self,
                        const char *title,
                        const LkPinPrompt *prompt,
                        GCancellable *cancellable,
                        GError **error)
{
  Unlock unlock = { .title = title, .prompt = prompt, .cancellable = cancellable };

  g_return_val_if_fail (self != NULL, FALSE);

  if (PK11_NeedUserInit (self->slot))
    return TRUE; /* a new database without a password yet */
  if (PK11_Authenticate (self->slot, PR_TRUE, &unlock) == SECSuccess)
    return TRUE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (unlock.tries == 0)
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED, "“%s” is locked by its primary password",
                 title);
  else
    g_set_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG,
                 "The primary password of “%s” is not right", title);
  return FALSE;
}
