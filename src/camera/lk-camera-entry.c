/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What TLS demands of everybody that connects: the enabled versions, and whether the common name of
 * a personal certificate has to be a user's. A wrong choice shuts this computer out, so it is
 * refused where that is certain, and proven by a fresh handshake where it is not. */

#include "config.h"

#include "camera/lk-camera-private.h"

#include "base/lk-error.h"
#include "connection/lk-tls-probe.h"

#define ENTER_TRIES    3
#define ENTER_PAUSE_US (G_USEC_PER_SEC / 2)

/* Those that this program speaks. */
#define SPOKEN (LK_TLS_HAS_1_2 | LK_TLS_HAS_1_3)

gboolean
lk_camera_wants_entry (const LkTabChange *wanted)
{
  return wanted->tls_versions != LK_TLS_NOT_TOLD || wanted->cn_is_user != LK_CN_KEEP;
}

gboolean
lk_camera_is_entry_as_wanted (const LkTabChange *wanted, const LkSslTabFields *now)
{
  return (wanted->tls_versions == LK_TLS_NOT_TOLD || now->tls_versions == wanted->tls_versions) &&
         (wanted->cn_is_user == LK_CN_KEEP ||
          now->cn_is_user == (wanted->cn_is_user == LK_CN_IS_USER));
}

static gboolean
is_over_tls (LkCamera *self)
{
  return g_str_has_prefix (lk_connection_get_uri (lk_camera_get_connection (self)), "https:");
}

static gboolean
check_versions (LkCamera *self, LkTlsVersions wanted, const LkSslTabFields *before, GError **error)
{
  g_autofree char *offered = lk_tls_versions_dup_names (before->offered_tls_versions);

  if ((lk_camera_get_capabilities (self).features & LK_CAMERA_CAN_SET_TLS_VERSIONS) == 0 ||
      offered == NULL || before->tls_versions == LK_TLS_NOT_TOLD)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "This camera does not let its versions of TLS be chosen");
  else if ((wanted & ~(guint)before->offered_tls_versions) != 0)
    g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "This camera offers only TLS %s", offered);
  else if ((wanted & SPOKEN) == 0)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                         "This computer and today’s browsers speak TLS 1.2 and 1.3 and could not connect any more: leave one of these enabled");
  else
    return TRUE;
  return FALSE;
}

/* That a user of this name exists is known of the one that is logged in, and of no other. */
static gboolean
check_common_name (LkCamera *self, const LkSslTabFields *before, GError **error)
{
  LkConnection *connection = lk_camera_get_connection (self);
  LkIdentity *identity = lk_connection_get_identity (connection);
  const char *user = lk_connection_get_user (connection);
  const char *name;

  if ((lk_camera_get_capabilities (self).features & LK_CAMERA_CAN_SET_CN_IS_USER) == 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "This camera does not find users by the name in their certificate");
      return FALSE;
    }
  if (!before->client_enabled || identity == NULL)
    return TRUE;
  name = lk_certificate_get_title (lk_identity_get_certificate (identity));
  if (user != NULL && g_strcmp0 (name, user) == 0)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
               "The personal certificate of this computer is of “%s”, and the camera is opened as “%s”: it would refuse everything, so take a certificate whose common name is the user’s",
               name, user != NULL ? user : "");
  return FALSE;
}

gboolean
lk_camera_check_entry (LkCamera *self,
                       const LkTabChange *wanted,
                       LkSslTab *before,
                       GError **error)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (before);

  if (!lk_camera_wants_entry (wanted) || lk_camera_is_entry_as_wanted (wanted, fields))
    return TRUE;
  if (wanted->tls_versions != LK_TLS_NOT_TOLD && wanted->tls_versions != fields->tls_versions &&
      !check_versions (self, wanted->tls_versions, fields, error))
    return FALSE;
  if (wanted->cn_is_user == LK_CN_IS_USER && !check_common_name (self, fields, error))
    return FALSE;
  if (is_over_tls (self) && fields->client_enabled && wanted->client_enabled != FALSE &&
      lk_connection_get_identity (lk_camera_get_connection (self)) == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                           "Client authentication is on, and without a personal certificate nobody can try whether the camera still lets this computer in: choose one first");
      return FALSE;
    }
  return TRUE;
}

/* -1 where it cannot be asked. */
static int
is_spoken (LkCamera *self, LkTlsVersion version, GCancellable *cancellable, GError **error)
{
  LkConnection *connection = lk_camera_get_connection (self);
  const LkTlsProbeOptions options = {
    .uri = lk_connection_get_uri (connection),
    .pin = lk_connection_get_pin (connection),
    .identity = lk_connection_get_identity (connection),
    .minimum = version,
    .maximum = version,
  };
  g_autoptr (LkTlsProbe) probe = lk_tls_probe_run (&options, cancellable, error);

  return probe != NULL ? lk_tls_probe_is_answered (probe) : -1;
}

/* A camera may claim a version that it does not speak. Where only versions are to be left that are
 * enabled already, that is found out before anything is changed. */
gboolean
lk_camera_try_versions (LkCamera *self,
                        LkTlsVersions wanted,
                        LkSslTab *before,
                        GCancellable *cancellable,
                        GError **error)
{
  static const struct
  {
    LkTlsVersions bit;
    LkTlsVersion version;
  } rows[] = { { LK_TLS_HAS_1_3, LK_TLS_1_3 }, { LK_TLS_HAS_1_2, LK_TLS_1_2 } };
  const guint enabled = lk_ssl_tab_get_fields (before)->tls_versions;
  g_autofree char *names = lk_tls_versions_dup_names (wanted);

  if (wanted == LK_TLS_NOT_TOLD || wanted == enabled || (wanted & SPOKEN & ~enabled) != 0 ||
      !is_over_tls (self))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int spoken =
        (wanted & rows[i].bit) != 0 ? is_spoken (self, rows[i].version, cancellable, error) : 0;

      if (spoken != 0)
        return spoken > 0;
    }
  g_set_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
               "The camera claims to speak TLS %s, but no connection with that came about: leave another version enabled",
               names);
  return FALSE;
}

static gboolean
may_pass (const GError *error)
{
  return g_error_matches (error, LK_ERROR, LK_ERROR_UNREACHABLE) ||
         g_error_matches (error, LK_ERROR, LK_ERROR_TIMEOUT);
}

/* What the tab says over a new connection; some cameras start their TLS anew and take a moment. */
static LkSslTab *
enter (LkCamera *self, GCancellable *cancellable, GError **error)
{
  LkIdentity *identity = lk_connection_get_identity (lk_camera_get_connection (self));
  g_autoptr (GError) failure = NULL;

  for (guint try = 0; try < ENTER_TRIES; try++)
    {
      g_autoptr (LkCamera) fresh = lk_camera_dup_fresh (self, identity);
      LkSslTab *tab;

      if (try > 0)
        g_usleep (ENTER_PAUSE_US);
      g_clear_error (&failure);
      tab = lk_camera_read_tab (fresh, cancellable, &failure);
      if (tab != NULL)
        return tab;
      if (!may_pass (failure))
        break;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* Sets the error in any case. */
static void
take_back (LkCamera *self,
           const LkTabChange *wanted,
           const LkSslTabFields *before,
           const GError *failure,
           GError **error)
{
  LkTabChange back = LK_TAB_CHANGE_KEEP;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  if (wanted->tls_versions != LK_TLS_NOT_TOLD)
    back.tls_versions = before->tls_versions;
  if (wanted->cn_is_user != LK_CN_KEEP)
    back.cn_is_user = before->cn_is_user ? LK_CN_IS_USER : LK_CN_IS_NO_USER;
  if (LK_CAMERA_GET_CLASS (self)->apply (self, &back, NULL, &refusal))
    tab = enter (self, NULL, &refusal);
  if (tab != NULL && lk_camera_is_entry_as_wanted (&back, lk_ssl_tab_get_fields (tab)))
    g_set_error (error, LK_ERROR, LK_ERROR_ROLLED_BACK, "A new connection failed after the change, which was taken back, and the camera is as before: %s",
                 failure->message);
  else
    g_set_error (error, LK_ERROR, LK_ERROR_ROLLBACK_FAILED, "A new connection failed after the change (%s), and it is not certain that it was taken back: %s",
                 failure->message,
                 refusal != NULL ? refusal->message : "the camera does not show it");
}

LkSslTab *
lk_camera_prove_entry (LkCamera *self,
                       const LkTabChange *wanted,
                       LkSslTab *before,
                       LkSslTab *after,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GError) failure = NULL;
  LkSslTab *tab;

  if (!is_over_tls (self))
    return g_object_ref (after);
  tab = enter (self, cancellable, &failure);
  if (tab == NULL)
    take_back (self, wanted, lk_ssl_tab_get_fields (before), failure, error);
  return tab;
}
