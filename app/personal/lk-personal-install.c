/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-install.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "personal/lk-nss-store.h"
#include "personal/lk-personal-stores.h"
#include "personal/lk-pin-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GFile *file;
  LkSecret *password;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->file);
  g_clear_pointer (&reading->password, lk_secret_unref);
  g_free (reading);
}

static gpointer
read_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;

  return lk_identity_new_from_file (reading->file, reading->password, cancellable, error);
}

void
lk_personal_read_async (GFile *file,
                        LkSecret *password,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Reading *reading = g_new0 (Reading, 1);
  const LkJobSpec spec = {
    .name = "read personal",
    .run = read_thread,
    .input = reading,
    .free_input = reading_free,
    .free_value = g_object_unref,
  };

  reading->file = g_object_ref (file);
  reading->password = password != NULL ? lk_secret_ref (password) : NULL;
  lk_job_start (&spec, cancellable, callback, user_data);
}

LkIdentity *
lk_personal_read_finish (GAsyncResult *result, GError **error)
{
  return lk_job_finish (result, error);
}

static char *
dup_shared_folder (void)
{
  return g_build_filename (g_get_home_dir (), ".pki", "nssdb", NULL);
}

char *
lk_personal_place_describe (const char *store_id)
{
  const char *home = g_get_home_dir ();

  if (!g_str_has_prefix (store_id, "nss:"))
    return g_strdup (_ ("Security token (PKCS#11)"));
  store_id += strlen ("nss:");
  if (g_str_has_prefix (store_id, home) && store_id[strlen (home)] == '/')
    return g_strconcat ("~", store_id + strlen (home), NULL);
  return g_strdup (store_id);
}

gboolean
lk_personal_place_is_new (LkPersonalStore *place)
{
  g_autofree char *file = NULL;

  if (!LK_IS_NSS_STORE (place))
    return FALSE;
  file = g_build_filename (lk_nss_store_get_folder (LK_NSS_STORE (place)), "cert9.db", NULL);
  return !g_file_test (file, G_FILE_TEST_EXISTS);
}

static gpointer
places_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) stores = lk_personal_stores_list (NULL);
  g_autofree char *folder = dup_shared_folder ();
  g_autoptr (LkPersonalStore) shared = lk_nss_store_new (folder, _ ("Chromium and others"));
  GPtrArray *places = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < stores->len; i++)
    {
      if (lk_personal_store_get_features (stores->pdata[i]) & LK_PERSONAL_STORE_CAN_IMPORT)
        g_ptr_array_add (places, g_object_ref (stores->pdata[i]));
    }
  if (lk_personal_place_is_new (shared))
    g_ptr_array_add (places, g_steal_pointer (&shared));
  return places;
}

void
lk_personal_places_async (GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  const LkJobSpec spec = { .name = "find places",
                           .run = places_thread,
                           .free_value = (GDestroyNotify)g_ptr_array_unref };

  lk_job_start (&spec, cancellable, callback, user_data);
}

GPtrArray *
lk_personal_places_finish (GAsyncResult *result, GError **error)
{
  return lk_job_finish (result, error);
}

typedef struct
{
  LkPersonalStore *place;
  LkPersonalInstall install;
  const LkPinPrompt *prompt;
} Input;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_object_unref (input->place);
  g_object_unref (input->install.identity);
  g_free (input);
}

void
lk_personal_installed_free (LkPersonalInstalled *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->personal);
  g_free (self);
}

static LkPersonal *
find_installed (const Input *input, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all =
    lk_personal_store_list (input->place, input->prompt, cancellable, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      if (lk_certificate_equal (lk_personal_get_fields (all->pdata[i])->certificate,
                                lk_identity_get_certificate (input->install.identity)))
        return g_object_ref (all->pdata[i]);
    }
  if (all != NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_NOT_FOUND, "The store does not show the certificate");
  return NULL;
}

static gboolean
prepare (const Input *input, GError **error)
{
  g_autoptr (LkPersonalStore) made = NULL;

  if (!lk_personal_place_is_new (input->place))
    return TRUE;
  made = lk_nss_store_create (lk_nss_store_get_folder (LK_NSS_STORE (input->place)), NULL, error);
  return made != NULL;
}

static LkPersonal *
import_or_replace (const Input *input,
                   const LkPersonalImport *import,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (LkPersonal) present = NULL;

  if (!input->install.replace)
    return lk_personal_store_import (input->place, import, input->prompt, cancellable, error);
  present = find_installed (input, cancellable, error);
  return present != NULL ? lk_personal_store_replace (input->place, present, import, input->prompt,
                                                      cancellable, error)
                         : NULL;
}

static gpointer
install_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  const Input *input = data;
  const LkPersonalImport import = {
    .identity = input->install.identity,
    .exportable = input->install.exportable,
    .protect = input->install.protect,
    .include_issuers = input->install.include_issuers,
  };
  g_autoptr (GError) reason = NULL;
  LkPersonal *personal;
  LkPersonalInstalled *installed;
  gboolean existed = FALSE;

  if (!prepare (input, error))
    return NULL;
  personal = import_or_replace (input, &import, cancellable, &reason);
  if (g_error_matches (reason, LK_ERROR, LK_ERROR_EXISTS))
    {
      existed = TRUE;
      personal = find_installed (input, cancellable, error);
    }
  else if (personal == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  if (personal == NULL)
    return NULL;
  installed = g_new0 (LkPersonalInstalled, 1);
  installed->personal = personal;
  installed->existed = existed;
  return installed;
}

static void
installed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  LkPinAsker *asker = g_task_get_task_data (task);
  GError *error = NULL;
  LkPersonalInstalled *installed = lk_job_finish (result, &error);

  if (installed != NULL)
    g_task_return_pointer (task, installed, (GDestroyNotify)lk_personal_installed_free);
  else
    g_task_return_error (task, lk_pin_asker_judge_error (asker, error));
}

void
lk_personal_install_async (LkPersonalStore *place,
                           const LkPersonalInstall *install,
                           GtkWindow *parent,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  LkPinAsker *asker = lk_pin_asker_new (parent);
  Input *input = g_new0 (Input, 1);
  const LkJobSpec spec = {
    .name = "install personal",
    .run = install_thread,
    .input = input,
    .free_input = input_free,
    .free_value = (GDestroyNotify)lk_personal_installed_free,
  };

  g_task_set_source_tag (task, lk_personal_install_async);
  g_task_set_task_data (task, asker, (GDestroyNotify)lk_pin_asker_free);
  input->place = g_object_ref (place);
  input->install = *install;
  g_object_ref (input->install.identity);
  input->prompt = lk_pin_asker_get_prompt (asker);
  lk_job_start (&spec, cancellable, installed_cb, task);
}

LkPersonalInstalled *
lk_personal_install_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
