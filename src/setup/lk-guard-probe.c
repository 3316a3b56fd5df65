/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-guard-private.h"

#include "base/lk-error.h"
#include "connection/lk-tls-probe.h"

#include <glib/gi18n-lib.h>

#define PAUSE_MS 250

/* Errors after which it makes sense to ask once more: the camera may be starting again. */
static gboolean
is_passing (const GError *error)
{
  static const int codes[] = { LK_ERROR_UNREACHABLE, LK_ERROR_TIMEOUT, LK_ERROR_BAD_DATA,
                               LK_ERROR_REFUSED_BY_CAMERA };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, LK_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static LkTlsProbe *
look (LkGuardRun *run, LkIdentity *identity, GCancellable *cancellable, GError **error)
{
  LkConnection *known = lk_camera_get_connection (run->request->camera);
  LkTlsProbeOptions options = {
    .uri = lk_connection_get_uri (known),
    .pin = lk_connection_get_pin (known),
    .identity = identity,
    .timeout_s = run->times.request_s,
  };

  return lk_tls_probe_run (&options, cancellable, error);
}

static char *
describe (LkTlsProbe *probe, LkIdentity *identity)
{
  static const char *const versions[] = { [LK_TLS_ANY] = "TLS",
                                          [LK_TLS_1_0] = "TLS 1.0",
                                          [LK_TLS_1_1] = "TLS 1.1",
                                          [LK_TLS_1_2] = "TLS 1.2",
                                          [LK_TLS_1_3] = "TLS 1.3" };
  const char *alert = lk_tls_probe_get_alert_name (probe);

  if (!lk_tls_probe_is_answered (probe) && lk_tls_probe_get_status (probe) != 0)
    return g_strdup_printf (_ ("A new connection without a certificate is refused (HTTP %u)."), lk_tls_probe_get_status (probe));
  if (!lk_tls_probe_is_answered (probe))
    return g_strdup_printf (_ ("A new connection without a certificate is refused (%s)."), alert != NULL ? alert : _ ("closed"));
  if (identity == NULL)
    return g_strdup_printf (_ ("A new connection without a certificate is let in (%s, HTTP %u)."), versions[lk_tls_probe_get_version (probe)],
                            lk_tls_probe_get_status (probe));
  return g_strdup_printf (_ ("A new connection with “%s” is let in (%s, HTTP %u)."),
                          lk_certificate_get_title (lk_identity_get_certificate (identity)),
                          versions[lk_tls_probe_get_version (probe)],
                          lk_tls_probe_get_status (probe));
}

/* Who knocks, and whether it should be let in. */
typedef struct
{
  LkIdentity *identity; /* (nullable) */
  gboolean wanted;
  GCancellable *cancellable;
  gboolean again; /* (out) it is worth another try */
} Visit;

/* One new connection: handshake and a whole HTTP exchange. TRUE: as wanted; else with an error. */
static gboolean
knock (LkGuardRun *run, Visit *visit, char **evidence, GError **error)
{
  LkIdentity *identity = visit->identity;
  g_autoptr (LkTlsProbe) probe = look (run, identity, visit->cancellable, error);
  const GError *failure = probe != NULL ? lk_tls_probe_get_error (probe) : NULL;

  visit->again = FALSE;
  run->lets_in = FALSE;
  if (probe == NULL)
    return FALSE;
  if (lk_tls_probe_is_answered (probe) && !visit->wanted && !lk_guard_is_left_out ("probe-without"))
    {
      visit->again = TRUE;
      run->lets_in = TRUE;
      g_set_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, _ ("The camera still lets in a connection without a personal certificate"));
      return FALSE;
    }
  /* Let in unasked proves nothing: the change is not in effect yet. */
  if (lk_tls_probe_is_answered (probe) && identity != NULL &&
      !lk_tls_probe_is_certificate_requested (probe) && !lk_guard_is_left_out ("asked"))
    {
      visit->again = TRUE;
      run->lets_in = TRUE;
      g_set_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, _ ("The camera lets in a new connection and does not ask for a personal certificate"));
      return FALSE;
    }
  if (lk_tls_probe_is_answered (probe) && identity != NULL &&
      !lk_tls_probe_is_issuer_named (probe, identity) && !lk_guard_is_left_out ("issuer"))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED,
                   _ ("The camera does not name the issuer “%s” among those it accepts, so that browsers would offer no certificate"),
                   lk_certificate_get_issuer (lk_identity_get_certificate (identity)));
      return FALSE;
    }
  if (lk_tls_probe_is_answered (probe) ||
      (!visit->wanted && g_error_matches (failure, LK_ERROR, LK_ERROR_CLIENT_REFUSED)))
    {
      *evidence = describe (probe, identity);
      return TRUE;
    }
  visit->again = is_passing (failure);
  g_propagate_error (error, failure != NULL ? g_error_copy (failure)
                                            : g_error_new (LK_ERROR, LK_ERROR_INTERNAL,
                                                           "The probe ended without a reason"));
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

gboolean
lk_guard_probe (LkGuardRun *run,
                LkIdentity *identity,
                gboolean wanted,
                GCancellable *cancellable,
                char **evidence,
                GError **error)
{
  gint64 end = g_get_monotonic_time () + (gint64)run->times.settle_ms * 1000;
  Visit visit = { .identity = identity, .wanted = wanted, .cancellable = cancellable };

  for (;;)
    {
      g_autoptr (GError) failure = NULL;

      if (knock (run, &visit, evidence, &failure))
        return TRUE;
      if (!visit.again || g_get_monotonic_time () >= end ||
          !pause_for (MIN (PAUSE_MS, run->times.settle_ms), cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
}

LkSslTab *
lk_guard_read_fresh (LkGuardRun *run,
                     LkIdentity *identity,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (LkCamera) camera = lk_camera_dup_fresh (run->request->camera, identity);
  LkSslTab *tab = lk_camera_read_tab (camera, cancellable, error);

  run->enabled = tab != NULL ? lk_ssl_tab_get_fields (tab)->client_enabled : -1;
  return tab;
}
