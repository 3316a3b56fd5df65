/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-facts.h"

struct _LkCameraFacts
{
  GObject parent_instance;

  LkCameraFactsFields fields;
};

G_DEFINE_FINAL_TYPE (LkCameraFacts, lk_camera_facts, G_TYPE_OBJECT)

/* The one cast that lets the owner of a copy free it, though its readers see it const. */
static void
free_text (const char *text)
{
  g_free ((char *)text);
}

static void
lk_camera_facts_finalize (GObject *object)
{
  LkCameraFacts *self = LK_CAMERA_FACTS (object);

  free_text (self->fields.model);
  free_text (self->fields.firmware);
  free_text (self->fields.serial_number);
  free_text (self->fields.title);
  free_text (self->fields.clock_source);
  g_clear_pointer (&self->fields.clock, g_date_time_unref);

  G_OBJECT_CLASS (lk_camera_facts_parent_class)->finalize (object);
}

static void
lk_camera_facts_class_init (LkCameraFactsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_camera_facts_finalize;
}

static void
lk_camera_facts_init (LkCameraFacts *self)
{
}

LkCameraFacts *
lk_camera_facts_new (const LkCameraFactsFields *fields)
{
  LkCameraFacts *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (LK_TYPE_CAMERA_FACTS, NULL);
  self->fields = (LkCameraFactsFields){
    .model = g_strdup (fields->model),
    .firmware = g_strdup (fields->firmware),
    .serial_number = g_strdup (fields->serial_number),
    .title = g_strdup (fields->title),
    .clock = fields->clock != NULL ? g_date_time_to_utc (fields->clock) : NULL,
    .clock_offset_s = fields->clock != NULL ? fields->clock_offset_s : 0,
    .clock_source = g_strdup (fields->clock_source),
  };
  return self;
}

const LkCameraFactsFields *
lk_camera_facts_get_fields (LkCameraFacts *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_FACTS (self), NULL);
  return &self->fields;
}

/* The next number in a version, 0 where there is none; moves @text behind it. A number too long to
 * count stays at the largest. */
static guint64
next_number (const char **text)
{
  guint64 number = 0;

  while (**text != '\0' && !g_ascii_isdigit (**text))
    (*text)++;
  for (; g_ascii_isdigit (**text); (*text)++)
    {
      guint digit = (guint)g_ascii_digit_value (**text);

      number = number > (G_MAXUINT64 - digit) / 10 ? G_MAXUINT64 : number * 10 + digit;
    }
  return number;
}

int
lk_firmware_compare (const char *a, const char *b)
{
  const char *left = a != NULL ? a : "";
  const char *right = b != NULL ? b : "";

  while (*left != '\0' || *right != '\0')
    {
      guint64 x = next_number (&left);
      guint64 y = next_number (&right);

      if (x != y)
        return x < y ? -1 : 1;
    }
  return 0;
}
