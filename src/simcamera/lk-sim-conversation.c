/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-conversation.h"

#include <gnutls/crypto.h>

#define READING_MS 600 /* of a peer on a busy machine */

/* Forever, or the seconds that the fault says. */
static void
hang (const LkSimConversation *self, const LkSimFault *fault)
{
  lk_sim_stream_wait (self->stream,
                      fault->number < 0 ? -1 : (int)MIN (fault->number, 100000) * 1000);
}

static void
reboot (const LkSimConversation *self, const LkSimFault *fault)
{
  lk_sim_stream_reset (self->stream);
  lk_sim_server_reboot (self->server, fault->number < 0 ? -1 : fault->number * 1000);
}

/* Faults that change the camera and nothing on the wire. */
static void
change_camera (const LkSimConversation *self, const LkSimFault *fault)
{
  switch ((int)fault->id)
    {
    case LK_SIM_FAULT_REBOOT_OLD:
      lk_sim_state_go_back (self->state);
      break;
    case LK_SIM_FAULT_NEW_CERTIFICATE:
      lk_sim_state_change_key (self->state);
      break;
    case LK_SIM_FAULT_REFUSE_EVERYBODY:
      lk_sim_state_set_door (self->state, LK_SIM_DOOR_REFUSES_EVERYBODY);
      break;
    case LK_SIM_FAULT_ASK_NOBODY:
      lk_sim_state_set_door (self->state, LK_SIM_DOOR_ASKS_NOBODY);
      break;
    case LK_SIM_FAULT_LET_EVERYBODY_IN:
      lk_sim_state_set_door (self->state, LK_SIM_DOOR_LETS_EVERYBODY_IN);
      break;
    case LK_SIM_FAULT_NAME_OTHERS:
      lk_sim_state_set_door (self->state, LK_SIM_DOOR_NAMES_OTHERS);
      break;
    case LK_SIM_FAULT_CLOCK_OFF:
      lk_sim_state_set_clock_offset (self->state, fault->number);
      break;
    case LK_SIM_FAULT_CLOSE_IDLE:
      lk_sim_server_close_connections (self->server, self->stream);
      break;
    default:
      break;
    }
}

/* The fault of a handshake; FALSE when nothing more is to be said. */
static gboolean
survive_connect (const LkSimConversation *self, const LkSimFault *fault)
{
  change_camera (self, fault);
  switch ((int)fault->id)
    {
    case LK_SIM_FAULT_REFUSE:
      reboot (self, fault);
      return FALSE;
    case LK_SIM_FAULT_DROP:
      lk_sim_stream_reset (self->stream);
      return FALSE;
    case LK_SIM_FAULT_HANG:
      hang (self, fault);
      return FALSE;
    case LK_SIM_FAULT_TLS_ALERT:
      lk_sim_stream_alert (self->stream, GNUTLS_A_INTERNAL_ERROR);
      return FALSE;
    default:
      return TRUE;
    }
}

static gboolean
greet (const LkSimConversation *self)
{
  g_auto (LkSimTlsSetup) setup = { 0 };
  LkSimFault fault = lk_sim_faults_next (self->faults, LK_SIM_KIND_CONNECT);

  if (fault.id != LK_SIM_FAULT_NONE)
    {
      lk_sim_record_add (self->record, "fault", lk_sim_stream_get_connection (self->stream), "name",
                         fault.name, "at", "connect", NULL);
      if (!survive_connect (self, &fault))
        return FALSE;
    }
  lk_sim_state_get_tls_setup (self->state, &setup);
  return lk_sim_stream_handshake (self->stream, &setup);
}

static LkSimFace *
find_face (const LkSimConversation *self, LkSimRequest *request, LkSimCall *call)
{
  for (guint i = 0; i < self->faces->len; i++)
    {
      LkSimFace *face = g_ptr_array_index (self->faces, i);

      if (face->recognise (face, request, call))
        return face;
    }
  return NULL;
}

static LkSimReply *
answer (const LkSimConversation *self,
        LkSimFace *face,
        LkSimRequest *request,
        const LkSimFault *fault)
{
  switch ((int)fault->id)
    {
    case LK_SIM_FAULT_STALE_NONCE:
      return lk_sim_auth_challenge (self->auth, TRUE);
    case LK_SIM_FAULT_403:
      return lk_sim_reply_new (403, "text/plain", "Forbidden");
    case LK_SIM_FAULT_500:
      return lk_sim_reply_new (500, "text/plain", "Internal error");
    case LK_SIM_FAULT_503:
      return lk_sim_reply_new (503, "text/plain", "Busy");
    case LK_SIM_FAULT_OK_BUT_NOTHING:
      return face->answer (face, request, TRUE);
    default:
      return fault->carries_out ? face->answer (face, request, FALSE)
                                : lk_sim_reply_new (500, "text/plain", "");
    }
}

static gboolean
send_slowly (const LkSimConversation *self, const guint8 *data, gsize size, int pause_ms)
{
  for (gsize i = 0; i < size; i++)
    if (!lk_sim_stream_write (self->stream, data + i, 1) ||
        lk_sim_stream_wait (self->stream, pause_ms))
      return FALSE;
  return TRUE;
}

/* FALSE when the connection is to end. */
static gboolean
send_reply (const LkSimConversation *self,
            LkSimReply *reply,
            gboolean keeps_alive,
            const LkSimFault *fault)
{
  g_autoptr (GBytes) bytes =
    lk_sim_reply_to_bytes (reply, lk_sim_state_get_now (self->state), keeps_alive);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 garbage[300];

  switch ((int)fault->id)
    {
    case LK_SIM_FAULT_HANG:
    case LK_SIM_FAULT_HANG_AFTER:
      hang (self, fault);
      return FALSE;
    case LK_SIM_FAULT_REFUSE:
    case LK_SIM_FAULT_REBOOT_NEW:
    case LK_SIM_FAULT_REBOOT_OLD:
      reboot (self, fault);
      return FALSE;
    case LK_SIM_FAULT_DROP:
    case LK_SIM_FAULT_RESET_BEFORE:
      lk_sim_stream_reset (self->stream);
      return FALSE;
    case LK_SIM_FAULT_TLS_ALERT:
      lk_sim_stream_alert (self->stream, GNUTLS_A_INTERNAL_ERROR);
      return FALSE;
    case LK_SIM_FAULT_GARBAGE:
      gnutls_rnd (GNUTLS_RND_NONCE, garbage, sizeof garbage);
      lk_sim_stream_write (self->stream, garbage, sizeof garbage);
      return FALSE;
    case LK_SIM_FAULT_TRUNCATE:
      lk_sim_stream_write (self->stream, data, size / 2);
      return FALSE;
    case LK_SIM_FAULT_SLOW:
      return send_slowly (self, data, size, (int)CLAMP (fault->number, 1, 60000));
    case LK_SIM_FAULT_RESET_AFTER:
      /* Reset only after the reply had time to be read; a reset overtakes what is unread. */
      if (lk_sim_stream_write (self->stream, data, size))
        lk_sim_stream_wait (self->stream, READING_MS);
      lk_sim_stream_reset (self->stream);
      return FALSE;
    default:
      return lk_sim_stream_write (self->stream, data, size);
    }
}

static gboolean
serve (const LkSimConversation *self, LkSimRequest *request)
{
  LkSimCall call = { .kind = LK_SIM_KIND_ANY };
  LkSimFace *face = find_face (self, request, &call);
  g_autofree char *detail = call.detail;
  LkSimAuthResult auth = lk_sim_auth_check (self->auth, request);
  LkSimFault fault = { .carries_out = TRUE };
  g_autoptr (LkSimReply) reply = NULL;
  g_autofree char *status = NULL;

  if (auth != LK_SIM_AUTH_OK && !call.is_public)
    reply = lk_sim_auth_challenge (self->auth, auth == LK_SIM_AUTH_STALE);
  else if (face == NULL)
    reply = lk_sim_reply_new (404, "text/plain", "Not found");
  else
    {
      fault = lk_sim_faults_next (self->faults, call.kind);
      if (fault.id == LK_SIM_FAULT_UNUSABLE_KEY)
        lk_sim_state_spoil_next_key (self->state);
      reply = answer (self, face, request, &fault);
      lk_sim_server_update_ports (self->server);
    }
  status = g_strdup_printf ("%u", reply->status);
  lk_sim_record_add (self->record, "request", request->connection, "method", request->method, "path", request->path,
                     "kind", lk_sim_kind_get_name (call.kind), "command", call.command, "parameters", detail,
                     "auth", lk_sim_auth_result_get_name (auth), "fault", fault.name, "status", status, NULL);
  if (fault.id != LK_SIM_FAULT_NONE)
    change_camera (self, &fault);
  return send_reply (self, reply, request->keeps_alive, &fault) && request->keeps_alive;
}

void
lk_sim_conversation_run (const LkSimConversation *self, gboolean is_tls)
{
  g_autoptr (GByteArray) rest = g_byte_array_new ();
  const LkSimFault no_fault = { .carries_out = TRUE };
  gboolean goes_on = !is_tls || greet (self);

  while (goes_on)
    {
      LkSimReply *refusal = NULL;
      g_autoptr (LkSimRequest) request = lk_sim_request_read (self->stream, rest, &refusal);

      if (refusal != NULL)
        {
          lk_sim_record_add (self->record, "bad-request", lk_sim_stream_get_connection (self->stream), NULL);
          (void)send_reply (self, refusal, FALSE, &no_fault); /* the connection ends anyway */
          lk_sim_reply_free (refusal);
        }
      goes_on = request != NULL && serve (self, request);
    }
}
