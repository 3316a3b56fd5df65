/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How results are printed: JSON for machines, rows of a label and a value for people. Text of
 * cameras and files is cleaned of control characters before it reaches a terminal. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* First thing: what is printed is written when there is much of it, or before a message. */
void lk_ctl_output_start (void);

/* Last thing. FALSE, after a message, when not all of it could be written. */
gboolean lk_ctl_output_finish (void);

void lk_ctl_print_json (JsonNode *node);

/* Members of the object that is being built; a NULL text becomes null. */
void lk_ctl_add_string (JsonBuilder *builder, const char *name, const char *text);
void lk_ctl_add_time (JsonBuilder *builder, const char *name, GDateTime *utc);
void lk_ctl_add_strings (JsonBuilder *builder, const char *name, const char *const *texts);

typedef enum
{
  LK_CTL_MARK_GOOD,
  LK_CTL_MARK_NEUTRAL,
  LK_CTL_MARK_WARNING,
  LK_CTL_MARK_BAD
} LkCtlMark;

/* On a terminal values are wrapped to its width; elsewhere each is a line, to be searched. */
void lk_ctl_print_heading (const char *heading);
void lk_ctl_print_title (guint indent, const char *title); /* of a part */
void lk_ctl_print_row (guint indent, const char *label, const char *value);
void lk_ctl_print_marked (guint indent, LkCtlMark mark, const char *sentence);

/* A copy that a terminal shows as text and nothing else. */
char *lk_ctl_clean (const char *text);

G_END_DECLS
