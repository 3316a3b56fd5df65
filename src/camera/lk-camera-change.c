/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-private.h"

#include "base/lk-error.h"

#include <string.h>

/* Errors after which the camera certainly did nothing, or will answer nothing more: reading again
 * tells nothing. */
static gboolean
is_final (const GError *error)
{
  static const int codes[] = { LK_ERROR_UNSUPPORTED, LK_ERROR_PEER_UNTRUSTED,
                               LK_ERROR_CLIENT_REFUSED, LK_ERROR_AUTH_REFUSED,
                               LK_ERROR_PLAIN_TEXT, LK_ERROR_BAD_CERTIFICATE };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, LK_ERROR, codes[i]))
      return TRUE;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The one sentence of @failure without its full stop, so that what the camera holds can follow. */
static void
propagate_with (GError **error, GError *failure, const char *and_the_camera)
{
  gsize length = strlen (failure->message);

  if (length > 0 && failure->message[length - 1] == '.')
    length--;
  g_set_error (error, failure->domain, failure->code, "%.*s; %s", (int)length, failure->message,
               and_the_camera);
}

LkSslTab *
lk_camera_carry_out (LkCamera *self,
                     const LkChange *change,
                     LkSslTab *before,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) unread = NULL;
  g_autoptr (LkSslTab) after = NULL;
  gboolean sent = change->send (self, change, cancellable, &failure);

  if (!sent && is_final (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  after = lk_camera_read_tab (self, cancellable, &unread);
  if (after == NULL && !sent)
    propagate_with (error, failure, "whether the camera changed is not known: it could not be read again");
  else if (after == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&unread));
      g_prefix_error_literal (error, "The camera accepted the change, but its tab could not be read again: ");
    }
  else if (change->is_done (change, before, after))
    return g_steal_pointer (&after); /* even if the answer was lost: the tab is what counts */
  else if (!sent)
    propagate_with (error, failure, lk_ssl_tab_equal (before, after) ? "the camera is as before" : "the camera changed, but not to what was wanted");
  else
    g_set_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, "%s%s", change->refusal,
                 lk_ssl_tab_equal (before, after) ? "; it is as before" : "");
  return NULL;
}

gboolean
lk_tab_change_is_empty (const LkTabChange *self)
{
  return self->ssl_function == LK_SSL_FUNCTION_UNKNOWN &&
         self->server_option == LK_SERVER_OPTION_UNKNOWN && self->client_enabled < 0 &&
         !lk_camera_wants_entry (self);
}

gboolean
lk_camera_keep_copy (LkCamera *self, const char *purpose, LkTabCertificate *shown, GError **error)
{
  LkCertificate *whole = shown != NULL ? lk_tab_certificate_get_certificate (shown) : NULL;

  return whole == NULL || lk_camera_record (self, purpose, whole, error);
}

gboolean
lk_camera_judge (LkCamera *self, const LkJudgeContext *use, GError **error)
{
  const LkCapabilities capabilities = lk_camera_get_capabilities (self);
  LkJudgeContext context = *use;
  g_autoptr (GPtrArray) borrowed = lk_import_surround (&context, &capabilities, NULL, 0, NULL);
  g_autoptr (GPtrArray) findings = lk_judge (&context);

  return lk_import_check (findings, error);
}

static gboolean
check_wanted (LkCamera *self, const LkTabChange *wanted, LkSslTab *before, GError **error)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (before);

  if (wanted->ssl_function != LK_SSL_FUNCTION_UNKNOWN &&
      (fields->offered_ssl_functions & 1u << wanted->ssl_function) == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
                   "This camera does not offer “%s” as SSL function",
                   lk_ssl_function_get_label (wanted->ssl_function));
      return FALSE;
    }
  if (wanted->server_option != LK_SERVER_OPTION_UNKNOWN &&
      (fields->offered_server_options & 1u << wanted->server_option) == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
                   "This camera does not offer “%s” as certificate option",
                   lk_server_option_get_label (wanted->server_option));
      return FALSE;
    }
  if (!lk_camera_check_entry (self, wanted, before, error))
    return FALSE;
  if (wanted->client_enabled != TRUE)
    return TRUE;
  if (!lk_ssl_tab_is_client_available (before))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                           "Client authentication needs a valid server certificate on the camera: import one first");
      return FALSE;
    }
  if (lk_ssl_tab_count_trusted (before) == 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                           "The camera has no trusted CA certificate, so that nobody could connect any more: import one first");
      return FALSE;
    }
  return TRUE;
}

static gboolean
send_settings (LkCamera *self, const LkChange *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->apply (self, change->wanted, cancellable, error);
}

static gboolean
are_settings_as_wanted (const LkChange *change, LkSslTab *before, LkSslTab *after)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (after);
  const LkTabChange *wanted = change->wanted;

  return (wanted->ssl_function == LK_SSL_FUNCTION_UNKNOWN ||
          fields->ssl_function == wanted->ssl_function) &&
         (wanted->server_option == LK_SERVER_OPTION_UNKNOWN ||
          fields->server_option == wanted->server_option) &&
         (wanted->client_enabled < 0 || fields->client_enabled == wanted->client_enabled) &&
         lk_camera_is_entry_as_wanted (wanted, fields);
}

/* One part of what is wanted; (transfer full). */
static LkSslTab *
apply_part (LkCamera *self,
            const LkTabChange *part,
            LkSslTab *before,
            GCancellable *cancellable,
            GError **error)
{
  LkChange plan = {
    .send = send_settings,
    .is_done = are_settings_as_wanted,
    .refusal = "The camera agreed to the change and did nothing",
    .wanted = part,
  };
  g_autoptr (LkSslTab) after = NULL;

  if (are_settings_as_wanted (&plan, before, before))
    return g_object_ref (before);
  after = lk_camera_carry_out (self, &plan, before, cancellable, error);
  if (after == NULL || !lk_camera_wants_entry (part))
    return g_steal_pointer (&after);
  return lk_camera_prove_entry (self, part, before, after, cancellable, error);
}

/* What TLS demands of everybody is changed and proven by itself, before anything that shuts people
 * out and after what lets them in. */
LkSslTab *
lk_camera_apply (LkCamera *self,
                 const LkTabChange *change,
                 GCancellable *cancellable,
                 GError **error)
{
  LkTabChange parts[] = { LK_TAB_CHANGE_KEEP, LK_TAB_CHANGE_KEEP };
  g_autoptr (LkSslTab) before = NULL;
  g_autoptr (LkSslTab) between = NULL;
  gboolean opens;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (change != NULL, NULL);

  opens = change->client_enabled == FALSE;
  parts[opens] = *change;
  parts[opens].client_enabled = -1;
  parts[opens].ssl_function = LK_SSL_FUNCTION_UNKNOWN;
  parts[opens].server_option = LK_SERVER_OPTION_UNKNOWN;
  parts[!opens] = *change;
  parts[!opens].tls_versions = LK_TLS_NOT_TOLD;
  parts[!opens].cn_is_user = LK_CN_KEEP;

  before = lk_camera_read_tab (self, cancellable, error);
  if (before == NULL || !check_wanted (self, change, before, error) ||
      !lk_camera_try_versions (self, change->tls_versions, before, cancellable, error))
    return NULL;
  between = apply_part (self, &parts[0], before, cancellable, error);
  return between != NULL ? apply_part (self, &parts[1], between, cancellable, error) : NULL;
}
