/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-rehearsal.h"

#include "connection/lk-tls-alert.h"
#include "setup/lk-rehearsal-stage.h"

#include <glib/gi18n-lib.h>

struct _LkRehearsal
{
  GObject parent_instance;

  LkRehearsalVerdict verdicts[LK_REHEARSAL_N_VERSIONS];
  char *details[LK_REHEARSAL_N_VERSIONS];
  char *cause;
  char *remedy;
};

static const struct
{
  const char *name;
  const char *json;
  const char *priority;
} versions[LK_REHEARSAL_N_VERSIONS] = {
  { "TLS 1.2", "tls1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.2" },
  { "TLS 1.3", "tls1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.3" },
};

G_DEFINE_FINAL_TYPE (LkRehearsal, lk_rehearsal, G_TYPE_OBJECT)

static void
rehearse_version (LkRehearsal *self, LkRehearsalStage *stage, guint version)
{
  LkRehearsalVerdict *verdict = &self->verdicts[version];
  const LkRehearsalAct with =
    lk_rehearsal_stage_play (stage, versions[version].priority, TRUE);
  const LkRehearsalAct without =
    lk_rehearsal_stage_play (stage, versions[version].priority, FALSE);

  verdict->name = versions[version].name;
  verdict->accepted = with.accepted;
  verdict->alert = with.alert;
  if (with.alert >= 0)
    {
      const LkTlsAlert *alert = lk_tls_alert_find (with.alert);

      verdict->alert_name = alert != NULL ? alert->name : "unknown";
    }
  verdict->detail = self->details[version] = with.detail;
  verdict->refused_without = !without.accepted && without.alert >= 0;
  g_free (without.detail);
}

static void
explain (LkRehearsal *self)
{
  for (guint i = 0; i < LK_REHEARSAL_N_VERSIONS && self->cause == NULL; i++)
    {
      const LkRehearsalVerdict *verdict = &self->verdicts[i];
      const LkTlsAlert *alert = verdict->alert >= 0 ? lk_tls_alert_find (verdict->alert) : NULL;

      if (!verdict->accepted && alert != NULL)
        self->cause = g_strdup_printf ("%s: %s. %s", verdict->name, verdict->detail, _ (alert->cause));
      else if (!verdict->accepted)
        self->cause = g_strdup_printf ("%s: %s", verdict->name, verdict->detail);
      else if (!verdict->refused_without)
        self->cause = g_strdup_printf (_ ("%s: a client without a certificate was let in."), verdict->name);
      if (alert != NULL)
        self->remedy = g_strdup (_ (alert->remedy));
    }
}

LkRehearsal *
lk_rehearsal_run (GPtrArray *trusted,
                  LkIdentity *identity,
                  GDateTime *time,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (LkRehearsal) self = g_object_new (LK_TYPE_REHEARSAL, NULL);
  g_autoptr (GDateTime) now = time != NULL ? g_date_time_ref (time) : g_date_time_new_now_utc ();
  LkRehearsalStage stage = { 0 };
  gboolean played = FALSE;

  g_return_val_if_fail (trusted != NULL, NULL);
  g_return_val_if_fail (LK_IS_IDENTITY (identity), NULL);

  if (lk_rehearsal_stage_open (&stage, trusted, now, identity, error))
    {
      played = TRUE;
      for (guint i = 0; played && i < LK_REHEARSAL_N_VERSIONS; i++)
        {
          played = !g_cancellable_set_error_if_cancelled (cancellable, error);
          if (played)
            rehearse_version (self, &stage, i);
        }
    }
  lk_rehearsal_stage_close (&stage);
  if (!played)
    return NULL;
  explain (self);
  return g_steal_pointer (&self);
}

const LkRehearsalVerdict *
lk_rehearsal_get_verdict (LkRehearsal *self, LkRehearsalVersion version)
{
  g_return_val_if_fail (LK_IS_REHEARSAL (self), NULL);
  g_return_val_if_fail (version < LK_REHEARSAL_N_VERSIONS, NULL);

  return &self->verdicts[version];
}

gboolean
lk_rehearsal_is_passed (LkRehearsal *self)
{
  g_return_val_if_fail (LK_IS_REHEARSAL (self), FALSE);

  for (guint i = 0; i < LK_REHEARSAL_N_VERSIONS; i++)
    if (!self->verdicts[i].accepted || !self->verdicts[i].refused_without)
      return FALSE;
  return TRUE;
}

const char *
lk_rehearsal_get_cause (LkRehearsal *self)
{
  g_return_val_if_fail (LK_IS_REHEARSAL (self), NULL);

  return self->cause;
}

const char *
lk_rehearsal_get_remedy (LkRehearsal *self)
{
  g_return_val_if_fail (LK_IS_REHEARSAL (self), NULL);

  return self->remedy;
}

JsonNode *
lk_rehearsal_to_json (LkRehearsal *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (LK_IS_REHEARSAL (self), NULL);

  json_builder_begin_object (builder);
  for (guint i = 0; i < LK_REHEARSAL_N_VERSIONS; i++)
    {
      const LkRehearsalVerdict *verdict = &self->verdicts[i];

      json_builder_set_member_name (builder, versions[i].json);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "accepted");
      json_builder_add_boolean_value (builder, verdict->accepted);
      json_builder_set_member_name (builder, "refused_without");
      json_builder_add_boolean_value (builder, verdict->refused_without);
      json_builder_set_member_name (builder, "alert");
      if (verdict->alert_name != NULL)
        json_builder_add_string_value (builder, verdict->alert_name);
      else
        json_builder_add_null_value (builder);
      json_builder_set_member_name (builder, "detail");
      json_builder_add_string_value (builder, verdict->detail);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static void
lk_rehearsal_finalize (GObject *object)
{
  LkRehearsal *self = LK_REHEARSAL (object);

  for (guint i = 0; i < LK_REHEARSAL_N_VERSIONS; i++)
    g_free (self->details[i]);
  g_free (self->cause);
  g_free (self->remedy);
  G_OBJECT_CLASS (lk_rehearsal_parent_class)->finalize (object);
}

static void
lk_rehearsal_class_init (LkRehearsalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_rehearsal_finalize;
}

static void
lk_rehearsal_init (LkRehearsal *self)
{
}
