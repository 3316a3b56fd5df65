/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How results are printed: JSON for machines, rows of a label and a value for people. Text of
 * cameras and files is cleaned of control characters before it reaches a terminal. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void lk_ctl_print_json (JsonNode *node);

/* Members of the object that is being built; a NULL text becomes null. */
void lk_ctl_add_string (JsonBuilder *builder, const char *name, const char *text);
void lk_ctl_add_time (JsonBuilder *builder, const char *name, GDateTime *utc);
void lk_ctl_add_strings (JsonBuilder *builder, const char *name, const char *const *texts);

void lk_ctl_print_heading (const char *heading);
void lk_ctl_print_row (guint indent, const char *label, const char *value);

/* A copy that a terminal shows as text and nothing else. */
char *lk_ctl_clean (const char *text);

G_END_DECLS
