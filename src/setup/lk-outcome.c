/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-outcome.h"

#include <glib/gi18n-lib.h>

struct _LkOutcome
{
  GObject parent_instance;

  LkOutcomeResult result;
  int enabled;
  char *message;
  GArray *steps; /* (element-type LkOutcomeStep) */
};

static const struct
{
  const char *name;
  const char *label;
} results[] = {
  [LK_OUTCOME_REFUSED] = { "refused", N_ ("Nothing was changed") },
  [LK_OUTCOME_KEPT] = { "kept", N_ ("The change is kept") },
  [LK_OUTCOME_ROLLED_BACK] = { "rolled-back", N_ ("The change was undone") },
  [LK_OUTCOME_UNKNOWN] = { "unknown", N_ ("The state of the camera is not known") },
};

G_DEFINE_FINAL_TYPE (LkOutcome, lk_outcome, G_TYPE_OBJECT)

static void
clear_step (gpointer data)
{
  LkOutcomeStep *step = data;

  g_free ((char *)step->step);
  g_free ((char *)step->detail);
}

LkOutcome *
lk_outcome_new (const LkOutcomeFields *fields)
{
  LkOutcome *self = g_object_new (LK_TYPE_OUTCOME, NULL);

  self->result = fields->result;
  self->enabled = fields->enabled;
  self->message = g_strdup (fields->message);
  for (gsize i = 0; i < fields->n_steps; i++)
    {
      LkOutcomeStep step = fields->steps[i];

      step.step = g_strdup (step.step);
      step.detail = g_strdup (step.detail != NULL ? step.detail : "");
      g_array_append_val (self->steps, step);
    }
  return self;
}

LkOutcomeResult
lk_outcome_get_result (LkOutcome *self)
{
  g_return_val_if_fail (LK_IS_OUTCOME (self), LK_OUTCOME_UNKNOWN);

  return self->result;
}

int
lk_outcome_get_enabled (LkOutcome *self)
{
  g_return_val_if_fail (LK_IS_OUTCOME (self), -1);

  return self->enabled;
}

const char *
lk_outcome_get_message (LkOutcome *self)
{
  g_return_val_if_fail (LK_IS_OUTCOME (self), NULL);

  return self->message;
}

gsize
lk_outcome_get_n_steps (LkOutcome *self)
{
  g_return_val_if_fail (LK_IS_OUTCOME (self), 0);

  return self->steps->len;
}

const LkOutcomeStep *
lk_outcome_get_step (LkOutcome *self, gsize index)
{
  g_return_val_if_fail (LK_IS_OUTCOME (self), NULL);
  g_return_val_if_fail (index < self->steps->len, NULL);

  return &g_array_index (self->steps, LkOutcomeStep, index);
}

const LkOutcomeStep *
lk_outcome_find_step (LkOutcome *self, const char *step)
{
  g_return_val_if_fail (LK_IS_OUTCOME (self), NULL);

  for (guint i = self->steps->len; i > 0; i--)
    if (g_str_equal (g_array_index (self->steps, LkOutcomeStep, i - 1).step, step))
      return &g_array_index (self->steps, LkOutcomeStep, i - 1);
  return NULL;
}

static void
add_steps (JsonBuilder *builder, LkOutcome *self)
{
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->steps->len; i++)
    {
      const LkOutcomeStep *step = &g_array_index (self->steps, LkOutcomeStep, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "step");
      json_builder_add_string_value (builder, step->step);
      json_builder_set_member_name (builder, "ok");
      json_builder_add_boolean_value (builder, step->ok);
      json_builder_set_member_name (builder, "detail");
      json_builder_add_string_value (builder, step->detail);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

JsonNode *
lk_outcome_to_json (LkOutcome *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (LK_IS_OUTCOME (self), NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "outcome");
  json_builder_add_string_value (builder, lk_outcome_result_get_name (self->result));
  add_steps (builder, self);
  json_builder_set_member_name (builder, "state");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "enabled");
  if (self->enabled < 0)
    json_builder_add_null_value (builder);
  else
    json_builder_add_boolean_value (builder, self->enabled != 0);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, self->message != NULL ? self->message : "");
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

const char *
lk_outcome_result_get_name (LkOutcomeResult result)
{
  g_return_val_if_fail ((guint)result < G_N_ELEMENTS (results), NULL);

  return results[result].name;
}

const char *
lk_outcome_result_get_label (LkOutcomeResult result)
{
  g_return_val_if_fail ((guint)result < G_N_ELEMENTS (results), NULL);

  return results[result].label;
}

static void
lk_outcome_finalize (GObject *object)
{
  LkOutcome *self = LK_OUTCOME (object);

  g_free (self->message);
  g_array_unref (self->steps);
  G_OBJECT_CLASS (lk_outcome_parent_class)->finalize (object);
}

static void
lk_outcome_class_init (LkOutcomeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_outcome_finalize;
}

static void
lk_outcome_init (LkOutcome *self)
{
  self->steps = g_array_new (FALSE, FALSE, sizeof (LkOutcomeStep));
  g_array_set_clear_func (self->steps, clear_step);
}
