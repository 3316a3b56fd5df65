/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the camera can serve the server certificate that it was given. What it reports of it says
 * nothing about that: a second connection tries, while the one that is open stays, over which the
 * certificate is taken away again where nobody could connect any more. */

#include "config.h"

#include "camera/lk-camera-private.h"

#include "base/lk-error.h"

#define OLD_KEY_TRIES    5
#define FAILURE_TRIES    3
#define PAUSE_US         (G_USEC_PER_SEC / 2)
#define SELF_SIGNED_DAYS 365

/* What a new connection meets. */
typedef struct
{
  LkCertificate *peer; /* (nullable) */
  GError *failure;     /* (nullable) why nothing could be read */
} Meeting;

static void
meeting_clear (Meeting *self)
{
  g_clear_object (&self->peer);
  g_clear_error (&self->failure);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Meeting, meeting_clear)

static gboolean
has_key_of (const Meeting *meeting, LkCertificate *certificate)
{
  return meeting->peer != NULL && g_str_equal (lk_certificate_get_spki_sha256 (meeting->peer),
                                               lk_certificate_get_spki_sha256 (certificate));
}

static void
meet (LkCamera *self, Meeting *meeting, GCancellable *cancellable)
{
  LkIdentity *identity = lk_connection_get_identity (lk_camera_get_connection (self));
  g_autoptr (LkCamera) fresh = lk_camera_dup_fresh (self, identity);
  g_autoptr (LkSslTab) tab = NULL;

  meeting_clear (meeting);
  tab = lk_camera_read_tab (fresh, cancellable, &meeting->failure);
  meeting->peer = lk_connection_dup_peer_certificate (lk_camera_get_connection (fresh));
}

/* TLS came about: it ended in a tab, in an answer about something else, or in the question for a
 * personal certificate that nobody chose. */
static gboolean
is_served (LkCamera *self, const Meeting *meeting)
{
  static const int others[] = { LK_ERROR_REFUSED_BY_CAMERA, LK_ERROR_BAD_DATA,
                                LK_ERROR_AUTH_REFUSED };

  if (meeting->failure == NULL)
    return TRUE;
  if (meeting->peer == NULL)
    return FALSE;
  if (g_error_matches (meeting->failure, LK_ERROR, LK_ERROR_CLIENT_REFUSED))
    return lk_connection_get_identity (lk_camera_get_connection (self)) == NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_error_matches (meeting->failure, LK_ERROR, others[i]))
      return TRUE;
  return FALSE;
}

/* Some cameras start their TLS anew and take a moment. */
static gboolean
may_pass (const GError *failure)
{
  return g_error_matches (failure, LK_ERROR, LK_ERROR_UNREACHABLE) ||
         g_error_matches (failure, LK_ERROR, LK_ERROR_TIMEOUT);
}

/* The last of several meetings: with the new key, or at last still with the old one, or none. */
static void
meet_new_key (LkCamera *self,
              LkCertificate *certificate,
              Meeting *meeting,
              GCancellable *cancellable)
{
  for (guint try = 1, failures = 0;; try++)
    {
      meet (self, meeting, cancellable);
      if (is_served (self, meeting))
        {
          if (has_key_of (meeting, certificate) || try >= OLD_KEY_TRIES)
            return;
        }
      else if (!may_pass (meeting->failure) || ++failures >= FAILURE_TRIES)
        return;
      g_usleep (PAUSE_US);
    }
}

/* Ways to undo it, over the connection that is open */

static gboolean
put_back (LkCamera *self, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->settle_server (self, FALSE, NULL, error);
}

static gboolean
had_none (LkCamera *self, const LkSslTabFields *before)
{
  return before->server_status == LK_SERVER_STATUS_NONE &&
         (lk_camera_get_capabilities (self).features & LK_CAMERA_CAN_DELETE_SERVER) != 0;
}

static gboolean
can_delete (LkCamera *self, const LkSslTabFields *before)
{
  return (lk_camera_get_capabilities (self).features & LK_CAMERA_CAN_DELETE_SERVER) != 0;
}

static gboolean
take_away (LkCamera *self, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->delete_server (self, NULL, error);
}

static gboolean
had_self_signed (LkCamera *self, const LkSslTabFields *before)
{
  const guint both = 1u << LK_SERVER_OPTION_SELF_SIGNED | 1u << LK_SERVER_OPTION_EXTERNAL;

  return before->server_option == LK_SERVER_OPTION_SELF_SIGNED &&
         before->server_status == LK_SERVER_STATUS_VALID &&
         (before->offered_server_options & both) == both;
}

static gboolean
choose_self_signed (LkCamera *self, GError **error)
{
  LkTabChange back = LK_TAB_CHANGE_KEEP;

  back.server_option = LK_SERVER_OPTION_SELF_SIGNED;
  return LK_CAMERA_GET_CLASS (self)->apply (self, &back, NULL, error);
}

static gboolean
can_generate (LkCamera *self, const LkSslTabFields *before)
{
  return (lk_camera_get_capabilities (self).features & LK_CAMERA_CAN_GENERATE_SELF_SIGNED) != 0;
}

static gboolean
generate (LkCamera *self, GError **error)
{
  g_autoptr (GUri) uri =
    g_uri_parse (lk_connection_get_uri (lk_camera_get_connection (self)), G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return LK_CAMERA_GET_CLASS (self)->generate_self_signed (self, host != NULL ? host : "camera",
                                                           SELF_SIGNED_DAYS, NULL, error) &&
         LK_CAMERA_GET_CLASS (self)->settle_server (self, TRUE, NULL, error);
}

/* The best first. Deleting comes last where there was one before: with it some cameras stop TLS or
 * client authentication. */
static const struct
{
  gboolean (*applies) (LkCamera *self, const LkSslTabFields *before); /* NULL: always */
  gboolean (*undo) (LkCamera *self, GError **error);
  gboolean loses; /* what was there before */
  const char *words;
} ways[] = {
  { NULL, put_back, FALSE, "the one before is in use again" },
  { had_none, take_away, FALSE, "it was deleted, and the camera has none, as before" },
  { had_self_signed, choose_self_signed, FALSE, "the camera’s self-signed one is in use again" },
  { can_generate, generate, TRUE, "the camera made a self-signed one in its place" },
  { can_delete, take_away, TRUE, "it was deleted" },
};

/* A key that nobody compared yet is no obstacle to TLS: whoever connects next is asked. */
static gboolean
is_back (LkCamera *self, LkCertificate *certificate, Meeting *meeting)
{
  for (guint try = 1; try <= FAILURE_TRIES; try++)
    {
      meet (self, meeting, NULL);
      if (is_served (self, meeting) ||
          g_error_matches (meeting->failure, LK_ERROR, LK_ERROR_PEER_UNTRUSTED))
        return !has_key_of (meeting, certificate);
      g_usleep (PAUSE_US);
    }
  return FALSE;
}

/* Sets the error: what was done, and what there is to know. */
static void
report_undone (LkCamera *self,
               gsize way,
               const LkSslTabFields *before,
               const Meeting *meeting,
               const GError *failure,
               GError **error)
{
  g_autoptr (LkSslTab) now = lk_camera_read_tab (self, NULL, NULL);
  g_autoptr (GString) more = g_string_new (NULL);

  if (ways[way].loses && before->server_status != LK_SERVER_STATUS_NONE)
    g_string_append (more, ". The one before has to be imported again");
  if (meeting->peer != NULL &&
      g_error_matches (meeting->failure, LK_ERROR, LK_ERROR_PEER_UNTRUSTED))
    g_string_append_printf (more, ". It has a new key to be compared: sha256:%s",
                            lk_certificate_get_spki_sha256 (meeting->peer));
  if (now != NULL && before->client_enabled && !lk_ssl_tab_get_fields (now)->client_enabled)
    g_string_append (more, ". The camera turned client authentication off with that");
  g_set_error (error, LK_ERROR, LK_ERROR_ROLLED_BACK,
               "No new connection came about with the new server certificate (%s), and it was undone: %s%s",
               failure->message, ways[way].words, more->str);
}

/* Sets the error in any case. */
static void
undo (LkCamera *self,
      LkCertificate *certificate,
      const LkSslTabFields *before,
      const GError *failure,
      GError **error)
{
  g_autoptr (GError) refusal = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_auto (Meeting) meeting = { 0 };

      if (ways[i].applies != NULL && !ways[i].applies (self, before))
        continue;
      g_clear_error (&refusal);
      if (!ways[i].undo (self, &refusal))
        continue;
      if (is_back (self, certificate, &meeting))
        {
          report_undone (self, i, before, &meeting, failure, error);
          return;
        }
    }
  g_set_error (error, LK_ERROR, LK_ERROR_ROLLBACK_FAILED,
               "No new connection came about with the new server certificate (%s), and it could not be undone (%s): keep what is connected, and reset the certificate on the device or over plain HTTP",
               failure->message,
               refusal != NULL ? refusal->message : "no new connection comes about after it either");
}

/* The connection at hand has the old key still; its next one has the new key, and its pin. */
static LkSslTab *
follow_key (LkCamera *self, GCancellable *cancellable, GError **error)
{
  LkSslTab *tab;

  lk_connection_close (lk_camera_get_connection (self));
  tab = lk_camera_read_tab (self, cancellable, error);
  if (tab == NULL)
    g_prefix_error_literal (error, "The camera serves the new server certificate, but its tab could not be read again: ");
  return tab;
}

LkSslTab *
lk_camera_prove_server (LkCamera *self,
                        LkCertificate *certificate,
                        LkSslTab *before,
                        LkSslTab *imported,
                        GCancellable *cancellable,
                        GError **error)
{
  LkConnection *connection = lk_camera_get_connection (self);
  g_autoptr (LkCertificate) peer = lk_connection_dup_peer_certificate (connection);
  g_auto (Meeting) meeting = { 0 };
  g_autoptr (LkSslTab) tab = NULL;

  if (peer != NULL)
    meet_new_key (self, certificate, &meeting, cancellable);
  if (peer != NULL && !is_served (self, &meeting))
    {
      if (g_error_matches (meeting.failure, LK_ERROR, LK_ERROR_PEER_UNTRUSTED))
        g_propagate_error (error, g_steal_pointer (&meeting.failure));
      else
        undo (self, certificate, lk_ssl_tab_get_fields (before), meeting.failure, error);
      return NULL;
    }
  if (peer == NULL || g_error_matches (meeting.failure, LK_ERROR, LK_ERROR_CLIENT_REFUSED))
    tab = g_object_ref (imported);
  else
    tab = follow_key (self, cancellable, error);
  /* what stays of the one before takes room and does no harm */
  if (tab != NULL)
    (void)LK_CAMERA_GET_CLASS (self)->settle_server (self, TRUE, cancellable, NULL);
  return g_steal_pointer (&tab);
}
