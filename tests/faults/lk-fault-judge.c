/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-fault-judge.h"

#include "base/lk-error.h"
#include "connection/lk-tls-probe.h"
#include "driver/lk-driver.h"
#include "setup/lk-recover.h"

#include "lk-fault-secrets.h"

#include <json-glib/json-glib.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)
#define REFUSED_US  (3 * G_USEC_PER_SEC)

void
lk_fault_before_init (LkFaultBefore *self, LkTestCamera *door)
{
  g_autoptr (GPtrArray) lines = lk_sim_camera_list_record (door->sim);

  lk_test_camera_read_memory (door, &self->memory);
  self->n_events = lines->len;
}

void
lk_fault_before_clear (LkFaultBefore *self)
{
  lk_sim_memory_clear (&self->memory);
}

static void G_GNUC_PRINTF (2, 3)
  break_rule (GString *broken, const char *format, ...)
{
  va_list arguments;

  if (broken->len > 0)
    g_string_append (broken, "; ");
  va_start (arguments, format);
  g_string_append_vprintf (broken, format, arguments);
  va_end (arguments);
}

/* The record */

static const char *
get (JsonObject *event, const char *member)
{
  return json_object_get_string_member_with_default (event, member, "");
}

/* (element-type JsonNode) the events of the run */
static GPtrArray *
read_record (LkTestCamera *door, const LkFaultBefore *before)
{
  g_autoptr (GPtrArray) lines = lk_sim_camera_list_record (door->sim);
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify)json_node_unref);

  for (guint i = before->n_events; i < lines->len; i++)
    g_ptr_array_add (events, json_from_string (g_ptr_array_index (lines, i), NULL));
  return events;
}

static JsonObject *
event_at (GPtrArray *events, guint index)
{
  return json_node_get_object (g_ptr_array_index (events, index));
}

/* A fault that struck after the last look cannot be noticed by anybody who looks no more. */
static gboolean
struck_last (GPtrArray *events)
{
  gboolean struck = FALSE;

  for (guint i = 0; i < events->len; i++)
    {
      JsonObject *event = event_at (events, i);
      gboolean looked = g_str_equal (get (event, "event"), "request") || g_str_equal (get (event, "event"), "handshake");

      if (g_str_equal (get (event, "event"), "fault") || *get (event, "fault") != '\0')
        struck = TRUE;
      else if (looked)
        struck = FALSE;
    }
  return struck;
}

/* Reaching the camera, as anybody would who accepts the key that it serves now. */
static gboolean
can_reach (LkTestCamera *door, gboolean with_identity, GError **error)
{
  g_autofree char *pin = lk_sim_camera_dup_pin (door->sim);
  g_autoptr (LkSecret) password = lk_secret_new (LK_TEST_CAMERA_PASSWORD, -1);
  LkConnectionOptions options = {
    .uri = door->uri,
    .user = "admin",
    .password = password,
    .pin = pin,
    .timeout_s = door->request.times.request_s,
  };
  g_autoptr (LkConnection) connection = NULL;
  g_autoptr (LkCamera) camera = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  options.identity = with_identity ? door->identity : NULL;
  connection = lk_connection_new (&options, NULL);
  camera = lk_driver_open (connection, door->kind->driver, NULL, NULL, error);
  tab = camera != NULL ? lk_camera_read_tab (camera, NULL, error) : NULL;
  return tab != NULL;
}

/* A camera that is starting again gives no answer; one that answers no is given the time that the
 * slowest takes to do what it was told. */
static gboolean
reaches (LkTestCamera *door, gboolean with_identity)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  for (;;)
    {
      g_autoptr (GError) error = NULL;
      gint64 now;

      if (can_reach (door, with_identity, &error))
        return TRUE;
      now = g_get_monotonic_time ();
      if (g_error_matches (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED))
        end = MIN (end, now + REFUSED_US);
      if (now >= end)
        return FALSE;
      g_usleep (50 * 1000);
    }
}

static gboolean
sent_a_change (GPtrArray *events)
{
  static const char *const kinds[] = { "set", "upload", "delete", NULL };

  for (guint i = 0; i < events->len; i++)
    if (g_str_equal (get (event_at (events, i), "event"), "request") &&
        g_strv_contains (kinds, get (event_at (events, i), "kind")))
      return TRUE;
  return FALSE;
}

/* A camera that locks people out before anything was asked of it is nobody's fault but its own. */
static void
judge_reach (LkTestCamera *door,
             GPtrArray *events,
             const LkSimMemory *memory,
             LkOutcome *outcome,
             GString *broken)
{
  if (outcome != NULL && lk_outcome_get_result (outcome) == LK_OUTCOME_REFUSED &&
      !sent_a_change (events))
    return;
  if (!reaches (door, memory->client_enabled) && !struck_last (events))
    break_rule (broken, "I1: locked out (client authentication is %s)", memory->client_enabled ? "on" : "off");
}

/* Whether the camera asks for other certificates than ours, so that a browser has none to offer. */
static gboolean
asks_for_others (LkTestCamera *door)
{
  g_autofree char *pin = lk_sim_camera_dup_pin (door->sim);
  LkTlsProbeOptions options = {
    .uri = door->uri,
    .pin = pin,
    .identity = door->identity,
    .timeout_s = door->request.times.request_s,
  };
  g_autoptr (LkTlsProbe) probe = lk_tls_probe_run (&options, NULL, NULL);

  return probe != NULL && lk_tls_probe_is_certificate_requested (probe) &&
         !lk_tls_probe_is_issuer_named (probe, door->identity);
}

/* Kept means proved: whoever has no personal certificate stays outside, and who has one is asked
 * for it. */
static void
judge_door (const LkFaultRun *run,
            LkTestCamera *door,
            GPtrArray *events,
            const LkSimMemory *memory,
            LkOutcome *outcome,
            GString *broken)
{
  if (outcome == NULL || lk_outcome_get_result (outcome) != LK_OUTCOME_KEPT ||
      run->kind == LK_GUARD_DISABLE || !memory->client_enabled || struck_last (events))
    return;
  if (can_reach (door, FALSE, NULL))
    break_rule (broken, "I2: said kept, but a visitor without a certificate is let in");
  if (asks_for_others (door))
    break_rule (broken, "I2: said kept, but the camera asks for certificates of others");
}

static void
judge_truth (const LkFaultRun *run,
             const LkFaultBefore *before,
             const LkSimMemory *memory,
             GPtrArray *events,
             LkOutcome *outcome,
             GString *broken)
{
  LkOutcomeResult result = outcome != NULL ? lk_outcome_get_result (outcome) : LK_OUTCOME_UNKNOWN;
  int said = outcome != NULL ? lk_outcome_get_enabled (outcome) : -1;
  gboolean last = struck_last (events);

  if (said >= 0 && said != memory->client_enabled && !last)
    break_rule (broken, "I2: said %s, is %s", said ? "on" : "off", memory->client_enabled ? "on" : "off");
  if ((result == LK_OUTCOME_REFUSED || result == LK_OUTCOME_ROLLED_BACK) &&
      memory->client_enabled != before->memory.client_enabled && !last)
    break_rule (broken, "I2: said %s, but the camera changed", lk_outcome_result_get_name (result));
  if (outcome == NULL && run->step < LK_GUARD_STEP_CLOSE &&
      memory->client_enabled != before->memory.client_enabled)
    break_rule (broken, "I5: killed in a change, and nothing was written about it");
  if (result == LK_OUTCOME_KEPT && memory->client_enabled != (run->kind != LK_GUARD_DISABLE) &&
      !last)
    break_rule (broken, "I2: said kept, but the camera lost it");
  /* Whoever goes on at the next start has changed their mind. */
  if (result == LK_OUTCOME_KEPT && run->user == LK_FAULT_REJECT &&
      run->kind != LK_GUARD_DISABLE && !g_str_equal (run->fault, "kill-finish"))
    break_rule (broken, "I2: kept although nobody wanted it");
}

static gboolean
same_bytes (GBytes *one, GBytes *other)
{
  return one == other || (one != NULL && other != NULL && g_bytes_equal (one, other));
}

static gboolean
holds (const LkSimMemory *memory, GBytes *pem)
{
  for (guint i = 0; i < LK_SIM_MAX_TRUSTED; i++)
    if (memory->trusted[i] != NULL && g_bytes_equal (memory->trusted[i], pem))
      return TRUE;
  return FALSE;
}

/* Whether the app's store could put it back. */
static gboolean
is_kept (LkTestCamera *door, GBytes *pem)
{
  g_autoptr (GPtrArray) kept = lk_store_list_certificates (door->store, "door", NULL);
  g_autoptr (LkCertificate) certificate = lk_certificate_new_from_pem (
    g_bytes_get_data (pem, NULL), (gssize)g_bytes_get_size (pem), NULL);

  return kept != NULL && certificate != NULL &&
         g_ptr_array_find_with_equal_func (kept, certificate, (GEqualFunc)lk_certificate_equal,
                                           NULL);
}

/* What the user replaced may go, if it can be put back; nothing else, and not where it was said to
 * be undone. */
static void
judge_losses (const LkFaultRun *run,
              LkTestCamera *door,
              const LkFaultBefore *before,
              const LkSimMemory *memory,
              LkOutcome *outcome,
              GString *broken)
{
  LkOutcomeResult result = outcome != NULL ? lk_outcome_get_result (outcome) : LK_OUTCOME_UNKNOWN;
  gboolean replaces = run->kind == LK_GUARD_CHANGE_TRUSTED &&
                      (result == LK_OUTCOME_KEPT || result == LK_OUTCOME_UNKNOWN);

  for (guint i = 0; i < LK_SIM_MAX_TRUSTED; i++)
    {
      GBytes *was = before->memory.trusted[i];

      if (was != NULL && !holds (memory, was) &&
          !(replaces && i + 1 == LK_FAULT_OLD_SLOT && is_kept (door, was)))
        break_rule (broken, "I3: trusted CA certificate %u is lost", i + 1);
    }
  for (guint i = 0; i < LK_SIM_MAX_TRUSTED; i++)
    if (result == LK_OUTCOME_ROLLED_BACK && memory->trusted[i] != NULL &&
        !holds (&before->memory, memory->trusted[i]))
      break_rule (broken, "I2: said rolled back, but trusted CA certificate %u is new", i + 1);
  if (!same_bytes (before->memory.server_file, memory->server_file))
    break_rule (broken, "I3: the server certificate is lost");
}

/* After a known end no row is open; after an unknown one there must be one to come back to. */
static void
judge_journal (LkTestCamera *door, LkOutcome *outcome, GString *broken)
{
  g_autoptr (GPtrArray) open = lk_recover_list (door->store, NULL, NULL);
  gboolean unknown = outcome == NULL || lk_outcome_get_result (outcome) == LK_OUTCOME_UNKNOWN;

  if (open == NULL)
    break_rule (broken, "I5: the journal cannot be read");
  else if (!unknown && open->len > 0)
    break_rule (broken, "I5: the end is known, but a row is open");
  else if (unknown && outcome != NULL && open->len == 0)
    break_rule (broken, "I5: the end is unknown, but no row is open");
}

/* Once the camera serves another key, nobody logs in over a new connection. */
static void
judge_key (GPtrArray *events, GString *broken)
{
  gint64 first_new = G_MAXINT64;

  for (guint i = 0; i < events->len; i++)
    {
      JsonObject *event = event_at (events, i);
      const char *name = get (event, "event");
      gint64 connection = json_object_get_int_member_with_default (event, "connection", 0);

      if (g_str_equal (name, "state") && g_str_equal (get (event, "what"), "server-certificate"))
        first_new = 0;
      else if (g_str_equal (name, "connected") && first_new == 0)
        first_new = connection;
      else if (g_str_equal (name, "request") && first_new > 0 && connection >= first_new &&
               g_str_equal (get (event, "auth"), "ok"))
        {
          break_rule (broken, "I6: logged in to a camera with another key");
          return;
        }
    }
}

/* What could be known beforehand must not be tried on the camera. */
static void
judge_foresight (const LkFaultRun *run, GPtrArray *events, GString *broken)
{
  if (run->user >= LK_FAULT_STRANGER && sent_a_change (events))
    break_rule (broken, "changed the camera although the checklist knows better");
}

void
lk_fault_judge (const LkFaultRun *run,
                LkTestCamera *door,
                const LkFaultBefore *before,
                LkOutcome *outcome,
                GString *broken)
{
  g_autoptr (GPtrArray) events = read_record (door, before);
  LkSimMemory memory;

  judge_key (events, broken);
  judge_foresight (run, events, broken);
  judge_journal (door, outcome, broken);
  lk_fault_secrets_search (door, outcome, broken);
  lk_sim_camera_clear_faults (door->sim);
  lk_test_camera_read_memory (door, &memory);
  judge_truth (run, before, &memory, events, outcome, broken);
  judge_losses (run, door, before, &memory, outcome, broken);
  judge_reach (door, events, &memory, outcome, broken);
  judge_door (run, door, events, &memory, outcome, broken);
  lk_sim_memory_clear (&memory);
}
