/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-action.h"

#include "base/lk-error.h"
#include "camera/lk-camera-guarded.h"

#include <glib/gi18n.h>
#include <string.h>

typedef LkSslTab *(*PerformFunc) (LkCamera *camera,
                                  const LkCameraRequest *request,
                                  GCancellable *cancellable,
                                  GError **error);

typedef struct
{
  const char *progress;
  const char *done;
  PerformFunc perform;
} ActionInfo;

static LkSslTab *
perform_reload (LkCamera *camera,
                const LkCameraRequest *request,
                GCancellable *cancellable,
                GError **error)
{
  return lk_camera_read_tab (camera, cancellable, error);
}

static LkSslTab *
perform_import_ca (LkCamera *camera,
                   const LkCameraRequest *request,
                   GCancellable *cancellable,
                   GError **error)
{
  return lk_camera_import_ca (camera, request->slot, request->certificate, cancellable, error);
}

static LkSslTab *
perform_delete_ca (LkCamera *camera,
                   const LkCameraRequest *request,
                   GCancellable *cancellable,
                   GError **error)
{
  return lk_camera_delete_ca (camera, request->slot, cancellable, error);
}

static LkSslTab *
perform_import_server (LkCamera *camera,
                       const LkCameraRequest *request,
                       GCancellable *cancellable,
                       GError **error)
{
  lk_camera_allow_plain_key (camera, request->plain_key);
  return lk_camera_import_server (camera, request->import, cancellable, error);
}

static LkSslTab *
perform_delete_server (LkCamera *camera,
                       const LkCameraRequest *request,
                       GCancellable *cancellable,
                       GError **error)
{
  return lk_camera_delete_server (camera, cancellable, error);
}

static LkSslTab *
perform_set_password (LkCamera *camera,
                      const LkCameraRequest *request,
                      GCancellable *cancellable,
                      GError **error)
{
  return lk_camera_set_key_password (camera, request->password, cancellable, error);
}

static LkSslTab *
perform_generate (LkCamera *camera,
                  const LkCameraRequest *request,
                  GCancellable *cancellable,
                  GError **error)
{
  return lk_camera_generate_self_signed (camera, request->common_name, request->days, cancellable,
                                         error);
}

/* The file is replaced at once or not at all. */
static gboolean
save_request (GBytes *der, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *pem = lk_camera_request_to_pem (der);
  g_autoptr (GError) local = NULL;

  if (g_file_replace_contents (file, pem, strlen (pem), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                               cancellable, &local))
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The file could not be written: %s", local->message);
  return FALSE;
}

static LkSslTab *
perform_create_request (LkCamera *camera,
                        const LkCameraRequest *request,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GBytes) der =
    lk_camera_create_request (camera, request->common_name, request->discards_earlier, cancellable,
                              error);

  if (der == NULL || !save_request (der, request->file, cancellable, error))
    return NULL;
  return lk_camera_read_tab (camera, cancellable, error);
}

static LkSslTab *
perform_import_signed (LkCamera *camera,
                       const LkCameraRequest *request,
                       GCancellable *cancellable,
                       GError **error)
{
  return lk_camera_import_signed (camera, request->certificates, cancellable, error);
}

/* To the time at the moment of the request. */
static LkSslTab *
perform_set_clock (LkCamera *camera,
                   const LkCameraRequest *request,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return lk_camera_set_clock (camera, now, cancellable, error)
           ? lk_camera_read_tab (camera, cancellable, error)
           : NULL;
}

static LkSslTab *
perform_apply (LkCamera *camera,
               const LkCameraRequest *request,
               GCancellable *cancellable,
               GError **error)
{
  return lk_camera_apply (camera, &request->change, cancellable, error);
}

/* clang-format off */
static const ActionInfo actions[] = {
  [LK_ACTION_RELOAD] = { N_("Reading the [SSL] tab…"), N_("Read again"), perform_reload },
  [LK_ACTION_IMPORT_CA] = { N_("Importing the trusted CA certificate…"), N_("Trusted CA certificate imported"), perform_import_ca },
  [LK_ACTION_DELETE_CA] = { N_("Deleting the trusted CA certificate…"), N_("Trusted CA certificate deleted"), perform_delete_ca },
  [LK_ACTION_IMPORT_SERVER] = { N_("Importing the server certificate…"), N_("Server certificate imported"), perform_import_server },
  [LK_ACTION_DELETE_SERVER] = { N_("Deleting the server certificate…"), N_("Server certificate deleted"), perform_delete_server },
  [LK_ACTION_SET_PASSWORD] = { N_("Setting the private key password…"), N_("Private key password changed"), perform_set_password },
  [LK_ACTION_GENERATE] = { N_("Generating a self-signed certificate…"), N_("Self-signed certificate generated"), perform_generate },
  [LK_ACTION_CREATE_REQUEST] = { N_("Creating a certificate request…"), N_("Certificate request saved"), perform_create_request },
  [LK_ACTION_IMPORT_SIGNED] = { N_("Importing the signed certificate…"), N_("Signed certificate imported"), perform_import_signed },
  [LK_ACTION_SET_CLOCK] = { N_("Setting the camera’s clock…"), N_("Clock set"), perform_set_clock },
  [LK_ACTION_APPLY] = { N_("Applying the settings…"), N_("Settings applied"), perform_apply },
  [LK_ACTION_ENABLE] = { N_("Enabling client authentication…"), N_("Client authentication enabled"), NULL },
  [LK_ACTION_RECOVER] = { N_("Clearing up the interrupted change…"), N_("Interrupted change cleared up"), NULL },
};
/* clang-format on */

const char *
lk_camera_action_get_progress_text (LkCameraAction action)
{
  g_return_val_if_fail (action < G_N_ELEMENTS (actions), "");

  return _ (actions[action].progress);
}

const char *
lk_camera_action_get_done_text (LkCameraAction action)
{
  g_return_val_if_fail (action < G_N_ELEMENTS (actions), "");

  return _ (actions[action].done);
}

LkCameraRequest *
lk_camera_request_copy (const LkCameraRequest *request)
{
  LkCameraRequest *copy = g_new0 (LkCameraRequest, 1);

  *copy = *request;
  copy->certificate = request->certificate != NULL ? g_object_ref (request->certificate) : NULL;
  copy->import = request->import != NULL ? g_object_ref (request->import) : NULL;
  copy->guarded = request->guarded != NULL ? g_object_ref (request->guarded) : NULL;
  copy->password = request->password != NULL ? lk_secret_ref (request->password) : NULL;
  copy->common_name = g_strdup (request->common_name);
  copy->file = request->file != NULL ? g_object_ref (request->file) : NULL;
  copy->certificates =
    request->certificates != NULL ? g_ptr_array_ref (request->certificates) : NULL;
  return copy;
}

void
lk_camera_request_free (LkCameraRequest *self)
{
  g_clear_object (&self->certificate);
  g_clear_object (&self->import);
  g_clear_object (&self->guarded);
  g_clear_pointer (&self->password, lk_secret_unref);
  g_free ((char *)self->common_name);
  g_clear_object (&self->file);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  g_free (self);
}

void
lk_camera_outcome_free (LkCameraOutcome *self)
{
  g_clear_object (&self->tab);
  g_clear_object (&self->facts);
  g_clear_object (&self->peer);
  g_clear_object (&self->guard);
  g_clear_pointer (&self->password, lk_secret_unref);
  g_free (self->pin);
  g_clear_error (&self->error);
  g_free (self);
}

/* Model, firmware and clock are worth having, but a camera that does not tell them still has a
 * tab. */
static LkCameraFacts *
read_facts (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  LkCameraFacts *facts = lk_camera_read_facts (camera, cancellable, &local);

  if (facts == NULL && !g_error_matches (local, LK_ERROR, LK_ERROR_UNSUPPORTED))
    g_propagate_error (error, g_steal_pointer (&local));
  return facts;
}

/* A connection that is open goes on with the old key: only a new one shows the key that was
 * imported, so that the pin can follow. A camera that is not ready yet is seen next time. */
static void
see_new_key (LkCameraOutcome *outcome, LkCamera *camera, GCancellable *cancellable)
{
  g_autoptr (LkSslTab) tab = NULL;

  lk_connection_close (lk_camera_get_connection (camera));
  tab = lk_camera_read_tab (camera, cancellable, NULL);
  if (tab != NULL)
    g_set_object (&outcome->tab, tab);
}

static void
perform_on_camera (LkCameraOutcome *outcome,
                   LkCameraAccess *access,
                   LkCamera *camera,
                   const LkCameraRequest *request,
                   GCancellable *cancellable)
{
  gboolean guarded = FALSE;

  outcome->opened = TRUE;
  outcome->driver = g_intern_string (lk_camera_get_driver (camera));
  outcome->capabilities = lk_camera_get_capabilities (camera);

  if (request->action == LK_ACTION_RELOAD)
    {
      outcome->facts = read_facts (camera, cancellable, &outcome->error);
      if (outcome->error != NULL)
        return;
    }

  if (!lk_camera_guarded_applies (request, camera, &guarded, cancellable, &outcome->error))
    ; /* tells why below */
  else if (guarded)
    outcome->tab = lk_camera_guarded_perform (access, camera, request, &outcome->guard, cancellable,
                                              &outcome->error);
  else
    outcome->tab = actions[request->action].perform (camera, request, cancellable, &outcome->error);
  if (outcome->tab == NULL && request->action != LK_ACTION_RELOAD)
    /* the first error is the one that is told */
    outcome->tab = lk_camera_guarded_read (camera, request, cancellable, NULL);
  else if (request->action == LK_ACTION_IMPORT_SERVER || request->action == LK_ACTION_IMPORT_SIGNED)
    see_new_key (outcome, camera, cancellable);
  else if (request->action == LK_ACTION_SET_CLOCK)
    /* What is imported next is judged by the clock as it is now. */
    outcome->facts = read_facts (camera, cancellable, &outcome->error);
}

LkCameraOutcome *
lk_camera_action_perform (LkCameraAccess *access,
                          const LkCameraRequest *request,
                          GCancellable *cancellable)
{
  LkCameraOutcome *outcome = g_new0 (LkCameraOutcome, 1);
  g_autoptr (LkConnection) connection = NULL;
  g_autoptr (LkCamera) camera = NULL;

  g_return_val_if_fail (request->action < G_N_ELEMENTS (actions), outcome);

  outcome->password = lk_camera_access_find_password (access, cancellable);
  connection = lk_camera_access_connect (access, outcome->password, &outcome->error);
  if (connection == NULL)
    return outcome;

  camera = lk_camera_access_open (access, connection, cancellable, &outcome->error);
  if (camera != NULL)
    perform_on_camera (outcome, access, camera, request, cancellable);

  if (request->action != LK_ACTION_RELOAD)
    outcome->interruption = lk_camera_guarded_find_open (access);
  outcome->peer = lk_connection_dup_peer_certificate (connection);
  outcome->pin = g_strdup (lk_connection_get_pin (connection));
  return outcome;
}
