/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of LkInspector share: the view (lk-inspector.c), what is read on threads
 * (lk-inspector-load.c) and its actions (lk-inspector-actions.c). */

#pragma once

#include "certificate/lk-details-page.h"
#include "certificate/lk-inspector.h"

G_BEGIN_DECLS

/* View. */
GListStore *lk_inspector_get_entries (LkInspector *self);
LkEntry *lk_inspector_get_entry (LkInspector *self); /* (nullable): the one that is shown */
LkDetailsPage *lk_inspector_get_page (LkInspector *self);
const LkInspectionContext *lk_inspector_get_context (LkInspector *self);
GCancellable *lk_inspector_get_cancellable (LkInspector *self);
void lk_inspector_say (LkInspector *self, const char *escaped); /* in a toast */
void lk_inspector_start_search (LkInspector *self);
void lk_inspector_go_back (LkInspector *self);
void lk_inspector_show_entry (LkInspector *self, LkEntry *entry);
void lk_inspector_show_busy (LkInspector *self);
void lk_inspector_show_inspection (LkInspector *self, LkInspection *inspection);
void lk_inspector_ask_password (LkInspector *self);
void lk_inspector_show_wrong_password (LkInspector *self);
void lk_inspector_set_searchable (LkInspector *self);

/* Loading: what comes of it is added, or takes the place of what was unlocked, and its first entry
 * is shown. */
void lk_inspector_load_files (LkInspector *self, GPtrArray *files);
void lk_inspector_load_text (LkInspector *self, GBytes *bytes, const char *name);
void lk_inspector_unlock (LkInspector *self, LkEntry *entry, LkSecret *password);
void lk_inspector_inspect (LkInspector *self, LkEntry *entry);

/* Actions. */
void lk_inspector_install_actions (GtkWidgetClass *widget_class);
void lk_inspector_update_actions (LkInspector *self);

G_END_DECLS
