/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-faults.h"

#include "base/lk-error.h"

#include <string.h>

#define FIVE_YEARS_S (5 * 365 * 86400)
#define MAX_NUMBER   G_GINT64_CONSTANT (100000000000)

/* Which kinds a fault makes sense for. */
#define REQUESTS (1 << 0)
#define CONNECTS (1 << 1)

typedef struct
{
  LkSimFault fault;
  LkSimKind kind;
  guint at; /* 0: each */
  guint count;
} Due;

struct _LkSimFaults
{
  GMutex mutex;
  GArray *dues;
};

static const struct
{
  LkSimFaultId id;
  const char *name;
  gint64 number;
  gboolean carries_out;
  guint where;
  const char *help;
} rows[] = {
  { LK_SIM_FAULT_REFUSE, "refuse", -1, FALSE, REQUESTS | CONNECTS, "reset, and refuse connections for NUMBER seconds" },
  { LK_SIM_FAULT_DROP, "drop", 0, FALSE, REQUESTS | CONNECTS, "do nothing and reset the connection" },
  { LK_SIM_FAULT_RESET_BEFORE, "reset-before", 0, TRUE, REQUESTS, "carry out, reset before the reply" },
  { LK_SIM_FAULT_RESET_AFTER, "reset-after", 0, TRUE, REQUESTS, "carry out, reply, reset" },
  { LK_SIM_FAULT_TRUNCATE, "truncate", 0, TRUE, REQUESTS, "carry out, send half of the reply, close" },
  { LK_SIM_FAULT_GARBAGE, "garbage", 0, TRUE, REQUESTS, "carry out, reply with random bytes, close" },
  { LK_SIM_FAULT_STALE_NONCE, "stale-nonce", 0, FALSE, REQUESTS, "do nothing, 401 with stale=true" },
  { LK_SIM_FAULT_403, "403", 0, FALSE, REQUESTS, "do nothing, reply 403" },
  { LK_SIM_FAULT_500, "500", 0, FALSE, REQUESTS, "do nothing, reply 500" },
  { LK_SIM_FAULT_503, "503", 0, FALSE, REQUESTS, "do nothing, reply 503" },
  { LK_SIM_FAULT_HANG, "hang", -1, FALSE, REQUESTS | CONNECTS, "do nothing, reply nothing (for NUMBER seconds)" },
  { LK_SIM_FAULT_HANG_AFTER, "hang-after", -1, TRUE, REQUESTS, "carry out, reply nothing (for NUMBER seconds)" },
  { LK_SIM_FAULT_SLOW, "slow", 50, TRUE, REQUESTS, "carry out, reply a byte every NUMBER milliseconds" },
  { LK_SIM_FAULT_OK_BUT_NOTHING, "ok-but-nothing", 0, FALSE, REQUESTS, "reply that it was done, do nothing" },
  { LK_SIM_FAULT_REBOOT_NEW, "reboot-new", -1, TRUE, REQUESTS, "carry out, no reply, down for NUMBER seconds" },
  { LK_SIM_FAULT_REBOOT_OLD, "reboot-old", -1, TRUE, REQUESTS, "the same, and come back as before the command" },
  { LK_SIM_FAULT_TLS_ALERT, "tls-alert", 0, FALSE, REQUESTS | CONNECTS, "do nothing, end with a fatal TLS alert" },
  { LK_SIM_FAULT_NEW_CERTIFICATE, "new-certificate", 0, TRUE, REQUESTS | CONNECTS, "carry out, then serve another server key" },
  { LK_SIM_FAULT_REFUSE_EVERYBODY, "refuse-everybody", 0, TRUE, REQUESTS | CONNECTS, "carry out, then refuse every client certificate" },
  { LK_SIM_FAULT_ASK_NOBODY, "ask-nobody", 0, TRUE, REQUESTS | CONNECTS, "carry out, then say enabled and ask for no certificate" },
  { LK_SIM_FAULT_LET_EVERYBODY_IN, "let-everybody-in", 0, TRUE, REQUESTS | CONNECTS, "the same, and ask for one but not insist" },
  { LK_SIM_FAULT_NAME_OTHERS, "name-others", 0, TRUE, REQUESTS | CONNECTS, "carry out, then ask for certificates of another CA" },
  { LK_SIM_FAULT_CLOSE_IDLE, "close-idle", 0, TRUE, REQUESTS, "carry out, and close all other connections" },
  { LK_SIM_FAULT_CLOCK_OFF, "clock-off", -FIVE_YEARS_S, TRUE, REQUESTS | CONNECTS, "carry out, then the clock is off by NUMBER seconds" },
  { LK_SIM_FAULT_UNUSABLE_KEY, "unusable-key", 0, TRUE, REQUESTS, "carry out, then fail at TLS with the next key that is served" },
};

static const char *const kind_names[] = {
  [LK_SIM_KIND_ANY] = "any",
  [LK_SIM_KIND_INQUIRY] = "inquiry",
  [LK_SIM_KIND_SET] = "set",
  [LK_SIM_KIND_UPLOAD] = "upload",
  [LK_SIM_KIND_DELETE] = "delete",
  [LK_SIM_KIND_CONNECT] = "connect",
};

LkSimFaults *
lk_sim_faults_new (void)
{
  LkSimFaults *self = g_new0 (LkSimFaults, 1);

  g_mutex_init (&self->mutex);
  self->dues = g_array_new (FALSE, FALSE, sizeof (Due));
  return self;
}

void
lk_sim_faults_free (LkSimFaults *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->dues);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
parse_name (const char *text, Due *due, guint *where)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);

  for (gsize i = 0; i < G_N_ELEMENTS (rows) && parts[0] != NULL; i++)
    {
      if (!g_str_equal (rows[i].name, parts[0]))
        continue;
      due->fault = (LkSimFault){ rows[i].id, rows[i].name, rows[i].number, rows[i].carries_out };
      *where = rows[i].where;
      return parts[1] == NULL || g_ascii_string_to_signed (parts[1], 10, -MAX_NUMBER, MAX_NUMBER,
                                                           &due->fault.number, NULL);
    }
  return FALSE;
}

static gboolean
parse_when (const char *text, Due *due)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  guint64 at = 1;

  for (guint i = 0; i < LK_SIM_N_KINDS && parts[0] != NULL; i++)
    {
      if (!g_str_equal (kind_names[i], parts[0]))
        continue;
      due->kind = (LkSimKind)i;
      if (g_strcmp0 (parts[1], "*") == 0)
        at = 0;
      else if (parts[1] != NULL &&
               !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT, &at, NULL))
        return FALSE;
      due->at = (guint)at;
      return TRUE;
    }
  return FALSE;
}

gboolean
lk_sim_faults_add (LkSimFaults *self, const char *specification, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (specification, "@", 2);
  Due due = { .kind = LK_SIM_KIND_ANY, .at = 1 };
  guint where = 0;

  if (parts[0] == NULL || !parse_name (parts[0], &due, &where) ||
      (parts[1] != NULL && !parse_when (parts[1], &due)))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "“%s” is not a fault; write NAME[=NUMBER]@KIND[:N], for example reset-before@set:1", specification);
      return FALSE;
    }
  if ((where & (due.kind == LK_SIM_KIND_CONNECT ? CONNECTS : REQUESTS)) == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "The fault “%s” cannot happen at “%s”", due.fault.name, kind_names[due.kind]);
      return FALSE;
    }
  g_mutex_lock (&self->mutex);
  g_array_append_val (self->dues, due);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

void
lk_sim_faults_clear (LkSimFaults *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_array_set_size (self->dues, 0);
}

LkSimFault
lk_sim_faults_next (LkSimFaults *self, LkSimKind kind)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  LkSimFault fault = { LK_SIM_FAULT_NONE, NULL, 0, TRUE };

  for (guint i = 0; i < self->dues->len; i++)
    {
      Due *due = &g_array_index (self->dues, Due, i);

      if (due->kind != kind && (due->kind != LK_SIM_KIND_ANY || kind == LK_SIM_KIND_CONNECT))
        continue;
      due->count++;
      if (fault.id == LK_SIM_FAULT_NONE && (due->at == 0 || due->at == due->count))
        fault = due->fault;
    }
  return fault;
}

const char *
lk_sim_kind_get_name (LkSimKind kind)
{
  return kind_names[kind];
}

char *
lk_sim_faults_describe (void)
{
  GString *text = g_string_new ("Faults (--fault NAME[=NUMBER]@KIND[:N]; KIND any, inquiry, set, upload, delete, connect; N the n-th, * each):\n");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_string_append_printf (text, "  %-18s%s\n", rows[i].name, rows[i].help);
  return g_string_free (text, FALSE);
}
