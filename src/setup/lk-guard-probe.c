/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-guard-private.h"

#include "base/lk-error.h"
#include "driver/lk-driver.h"

#include <glib/gi18n-lib.h>

#define PAUSE_MS 250

/* Errors after which it makes sense to ask once more: the camera may be starting again. */
static gboolean
is_passing (const GError *error)
{
  static const int codes[] = { LK_ERROR_UNREACHABLE, LK_ERROR_TIMEOUT, LK_ERROR_BAD_DATA, LK_ERROR_REFUSED_BY_CAMERA };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, LK_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

/* One new connection: handshake and a whole HTTP exchange. TRUE: as wanted; else with an error, and @again when it is
 * worth another try. */
static gboolean
knock (LkGuardRun *run, LkIdentity *identity, gboolean wanted, GCancellable *cancellable, gboolean *again, GError **error)
{
  LkConnection *known = lk_camera_get_connection (run->request->camera);
  g_autoptr (LkConnection) connection = lk_connection_dup_fresh (known, identity);
  LkRequest request = { .path = "/", .flags = LK_REQUEST_ANONYMOUS, .timeout_s = run->times.request_s };
  g_autoptr (GError) failure = NULL;
  g_autoptr (LkReply) reply = lk_connection_send (connection, &request, cancellable, &failure);

  *again = FALSE;
  if (reply != NULL && wanted)
    return TRUE;
  if (reply != NULL)
    {
      *again = TRUE;
      g_set_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, "The camera still lets in a connection without a personal certificate");
      return FALSE;
    }
  if (!wanted && g_error_matches (failure, LK_ERROR, LK_ERROR_CLIENT_REFUSED))
    return TRUE;
  *again = is_passing (failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
pause_for (guint ms, GCancellable *cancellable)
{
  GPollFD fd;

  if (cancellable == NULL || !g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_usleep ((gulong)ms * 1000);
      return TRUE;
    }
  (void)g_poll (&fd, 1, (int)ms); /* woken early means cancelled */
  g_cancellable_release_fd (cancellable);
  return !g_cancellable_is_cancelled (cancellable);
}

static char *
describe (LkIdentity *identity, gboolean wanted)
{
  if (identity == NULL)
    return g_strdup (wanted ? _ ("A new connection without a certificate is let in.") : _ ("A new connection without a certificate is refused."));
  return g_strdup_printf (_ ("A new connection with “%s” is let in."), lk_certificate_get_title (lk_identity_get_certificate (identity)));
}

gboolean
lk_guard_probe (LkGuardRun *run, LkIdentity *identity, gboolean wanted, GCancellable *cancellable, char **evidence, GError **error)
{
  gint64 end = g_get_monotonic_time () + (gint64)run->times.settle_ms * 1000;

  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      gboolean again;

      if (knock (run, identity, wanted, cancellable, &again, &failure))
        {
          *evidence = describe (identity, wanted);
          return TRUE;
        }
      if (!again || g_get_monotonic_time () >= end || !pause_for (MIN (PAUSE_MS, run->times.settle_ms), cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
}

LkSslTab *
lk_guard_read_fresh (LkGuardRun *run, LkIdentity *identity, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkCamera) camera = lk_camera_dup_fresh (run->request->camera, identity);
  LkSslTab *tab = lk_camera_read_tab (camera, cancellable, error);

  run->enabled = tab != NULL ? lk_ssl_tab_get_fields (tab)->client_enabled : -1;
  return tab;
}

LkCamera *
lk_guard_open_plain (LkGuardRun *run, GCancellable *cancellable, GError **error)
{
  LkConnection *known = lk_camera_get_connection (run->request->camera);
  g_autoptr (LkCameraRecord) record = lk_store_get_camera (run->request->store, run->request->camera_id, NULL);
  const LkCameraRecordFields *fields = record != NULL ? lk_camera_record_get_fields (record) : NULL;
  g_autoptr (GUri) uri = g_uri_parse (lk_connection_get_uri (known), G_URI_FLAGS_NONE, NULL);
  g_autofree char *plain = NULL;
  g_autoptr (LkConnection) connection = NULL;
  LkConnectionOptions options = { .flags = LK_CONNECTION_ALLOW_PLAIN_HTTP, .timeout_s = run->times.request_s };

  if (fields == NULL || !fields->allow_plain_http || uri == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_PLAIN_TEXT, "Plain HTTP is not allowed for this camera");
      return NULL;
    }
  plain = run->request->plain_uri != NULL ? g_strdup (run->request->plain_uri)
                                          : g_uri_join (G_URI_FLAGS_NONE, "http", NULL, g_uri_get_host (uri), -1, "", NULL, NULL);
  options.uri = plain;
  options.user = lk_connection_get_user (known);
  options.password = lk_connection_get_password (known);
  options.log = lk_connection_get_log (known);
  connection = lk_connection_new (&options, error);
  return connection != NULL ? lk_driver_open (connection, lk_camera_get_driver (run->request->camera),
                                              fields->profile, cancellable, error)
                            : NULL;
}
