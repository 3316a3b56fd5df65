/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-checklist.h"

#include "setup/lk-check-table.h"

#include <glib/gi18n-lib.h>

struct _LkChecklist
{
  GObject parent_instance;

  LkSituation *situation;
  GArray *checks; /* (element-type LkCheck) */
};

static const struct
{
  const char *name;
  const char *label;
} states[] = {
  [LK_CHECK_UNCHECKED] = { "unchecked", N_ ("Not checked") },
  [LK_CHECK_PASSED] = { "passed", N_ ("Passed") },
  [LK_CHECK_ATTEST] = { "attest", N_ ("Needs your word") },
  [LK_CHECK_FAILED] = { "failed", N_ ("Failed") },
};

G_DEFINE_FINAL_TYPE (LkChecklist, lk_checklist, G_TYPE_OBJECT)

static void
answer (LkCheckResult *result,
        LkCheckState state,
        gboolean warning,
        const char *format,
        va_list arguments)
{
  result->state = state;
  result->warning = warning;
  g_free (result->evidence);
  result->evidence = g_strdup_vprintf (format, arguments);
}

#define DEFINE_ANSWER(name, state, warning)             \
  void                                                  \
  name (LkCheckResult *result, const char *format, ...) \
  {                                                     \
    va_list arguments;                                  \
                                                        \
    va_start (arguments, format);                       \
    answer (result, state, warning, format, arguments); \
    va_end (arguments);                                 \
  }

DEFINE_ANSWER (lk_check_pass, LK_CHECK_PASSED, FALSE)
DEFINE_ANSWER (lk_check_warn, LK_CHECK_PASSED, TRUE)
DEFINE_ANSWER (lk_check_fail, LK_CHECK_FAILED, FALSE)
DEFINE_ANSWER (lk_check_ask, LK_CHECK_ATTEST, FALSE)
DEFINE_ANSWER (lk_check_skip, LK_CHECK_UNCHECKED, FALSE)

char *
lk_check_format_day (GDateTime *time)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (time);

  /* Translators: a day as in “2028-01-05”; see g_date_time_format(). */
  return g_date_time_format (local, _ ("%Y-%m-%d"));
}

static void
clear_check (gpointer data)
{
  g_free ((char *)((LkCheck *)data)->evidence);
}

static const LkCheckInfo *
find_info (const char *id)
{
  for (gsize i = 0; i < lk_check_table_length; i++)
    if (g_str_equal (lk_check_table[i].info.id, id))
      return &lk_check_table[i].info;
  g_return_val_if_reached (&lk_check_table[0].info);
}

LkChecklist *
lk_checklist_evaluate (LkSituation *situation)
{
  LkChecklist *self;

  g_return_val_if_fail (LK_IS_SITUATION (situation), NULL);

  self = g_object_new (LK_TYPE_CHECKLIST, NULL);
  self->situation = g_object_ref (situation);
  for (gsize i = 0; i < lk_check_table_length; i++)
    {
      LkCheckResult result = { .state = LK_CHECK_UNCHECKED };
      LkCheck check = { .info = &lk_check_table[i].info };
      const LkCheckInfo *help;

      lk_check_table[i].evaluate (situation, &result);
      check.state = result.state;
      check.warning = result.warning;
      check.evidence = result.evidence;
      help = result.mended_by != NULL ? find_info (result.mended_by) : check.info;
      check.remedy = help->remedy;
      check.action = help->action;
      check.offers_action = result.offers_action;
      g_array_append_val (self->checks, check);
    }
  return self;
}

guint
lk_checklist_get_n_checks (LkChecklist *self)
{
  g_return_val_if_fail (LK_IS_CHECKLIST (self), 0);

  return self->checks->len;
}

const LkCheck *
lk_checklist_get (LkChecklist *self, guint index)
{
  g_return_val_if_fail (LK_IS_CHECKLIST (self), NULL);
  g_return_val_if_fail (index < self->checks->len, NULL);

  return &g_array_index (self->checks, LkCheck, index);
}

const LkCheck *
lk_checklist_find (LkChecklist *self, const char *id)
{
  g_return_val_if_fail (LK_IS_CHECKLIST (self), NULL);

  for (guint i = 0; i < self->checks->len; i++)
    if (g_str_equal (lk_checklist_get (self, i)->info->id, id))
      return lk_checklist_get (self, i);
  return NULL;
}

LkSituation *
lk_checklist_get_situation (LkChecklist *self)
{
  g_return_val_if_fail (LK_IS_CHECKLIST (self), NULL);

  return self->situation;
}

const LkCheck *
lk_checklist_get_obstacle (LkChecklist *self)
{
  g_return_val_if_fail (LK_IS_CHECKLIST (self), NULL);

  for (guint i = 0; i < self->checks->len; i++)
    if (lk_checklist_get (self, i)->info->required &&
        lk_checklist_get (self, i)->state != LK_CHECK_PASSED)
      return lk_checklist_get (self, i);
  return NULL;
}

gboolean
lk_checklist_is_ready (LkChecklist *self)
{
  return lk_checklist_get_obstacle (self) == NULL;
}

static void
add_check (JsonBuilder *builder, const LkCheck *check)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, check->info->id);
  json_builder_set_member_name (builder, "state");
  json_builder_add_string_value (builder, lk_check_state_get_name (check->state));
  json_builder_set_member_name (builder, "required");
  json_builder_add_boolean_value (builder, check->info->required);
  json_builder_set_member_name (builder, "evidence");
  json_builder_add_string_value (builder, check->evidence);
  json_builder_set_member_name (builder, "remedy");
  json_builder_add_string_value (builder, _ (check->remedy));
  json_builder_set_member_name (builder, "warning");
  json_builder_add_boolean_value (builder, check->warning);
  json_builder_end_object (builder);
}

JsonNode *
lk_checklist_to_json (LkChecklist *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (LK_IS_CHECKLIST (self), NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "ready");
  json_builder_add_boolean_value (builder, lk_checklist_is_ready (self));
  json_builder_set_member_name (builder, "checks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->checks->len; i++)
    add_check (builder, lk_checklist_get (self, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

const char *
lk_check_state_get_name (LkCheckState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (states), NULL);

  return states[state].name;
}

const char *
lk_check_state_get_label (LkCheckState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (states), NULL);

  return states[state].label;
}

gboolean
lk_check_can_attest (const char *id)
{
  for (gsize i = 0; i < lk_check_table_length; i++)
    if (g_strcmp0 (lk_check_table[i].info.id, id) == 0)
      return lk_check_table[i].can_attest;
  return FALSE;
}

static void
lk_checklist_finalize (GObject *object)
{
  LkChecklist *self = LK_CHECKLIST (object);

  g_clear_object (&self->situation);
  g_array_unref (self->checks);
  G_OBJECT_CLASS (lk_checklist_parent_class)->finalize (object);
}

static void
lk_checklist_class_init (LkChecklistClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_checklist_finalize;
}

static void
lk_checklist_init (LkChecklist *self)
{
  self->checks = g_array_new (FALSE, FALSE, sizeof (LkCheck));
  g_array_set_clear_func (self->checks, clear_check);
}
