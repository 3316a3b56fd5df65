/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What happened to the simulated camera, in order: one JSON object an event. Tests read it instead
 * of believing the program under test. Holds no secret: names of parameters and not their values,
 * fingerprints and not keys. Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkSimRecord LkSimRecord;

/* @path: (nullable) a file that gets one line an event, at once. BAD_DATA when it cannot be
 * written. */
LkSimRecord *lk_sim_record_new (const char *path, GError **error);
LkSimRecord *lk_sim_record_ref (LkSimRecord *self);
void lk_sim_record_unref (LkSimRecord *self);

/* Pairs of a name and a text, ended by NULL; a NULL text is left out. @connection: 0 for none. */
void lk_sim_record_add (LkSimRecord *self, const char *event, guint connection, ...)
  G_GNUC_NULL_TERMINATED;

/* Every line so far; (transfer full) (element-type utf8). */
GPtrArray *lk_sim_record_list (LkSimRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimRecord, lk_sim_record_unref)

G_END_DECLS
