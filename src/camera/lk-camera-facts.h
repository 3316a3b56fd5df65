/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a camera says of itself: model, firmware, serial number, clock. Immutable, any thread. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  const char *model;         /* (nullable) */
  const char *firmware;      /* (nullable) as printed, for example "3.0.0" */
  const char *serial_number; /* (nullable) */
  const char *title;         /* (nullable) the name somebody gave it */
  GDateTime *clock;          /* (nullable) UTC, when the answer came */
  gint64 clock_offset_s;     /* camera minus this computer; only with clock */
  const char *clock_source;  /* (nullable) "Date header", "inquiry" */
} LkCameraFactsFields;

#define LK_TYPE_CAMERA_FACTS (lk_camera_facts_get_type ())
G_DECLARE_FINAL_TYPE (LkCameraFacts, lk_camera_facts, LK, CAMERA_FACTS, GObject)

LkCameraFacts *lk_camera_facts_new (const LkCameraFactsFields *fields); /* copies */
const LkCameraFactsFields *lk_camera_facts_get_fields (LkCameraFacts *self);

/* Compares firmware versions by their numbers, so that 2.10 is newer than 2.9: <0, 0, >0. */
int lk_firmware_compare (const char *a, const char *b);

G_END_DECLS
