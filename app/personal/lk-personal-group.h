/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One store of personal certificates as a window shows it: what it holds, as it was listed last on
 * a worker, whether it is locked, and why it could not be listed. An NSS database is watched and
 * listed again when it changes. What was seen while it was unlocked stays known as long as the
 * certificate stays. Main thread; signal "changed". */

#pragma once

#include "personal/lk-personal-store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LK_TYPE_PERSONAL_GROUP (lk_personal_group_get_type ())
G_DECLARE_FINAL_TYPE (LkPersonalGroup, lk_personal_group, LK, PERSONAL_GROUP, GObject)

/* Lists it at once. */
LkPersonalGroup *lk_personal_group_new (LkPersonalStore *store);

const char *lk_personal_group_get_id (LkPersonalGroup *self);
const char *lk_personal_group_get_title (LkPersonalGroup *self);
LkPersonalStoreFeatures lk_personal_group_get_features (LkPersonalGroup *self);

GListModel *lk_personal_group_get_model (LkPersonalGroup *self); /* of LkPersonal */
gboolean lk_personal_group_is_listed (LkPersonalGroup *self);    /* once at least, or it failed */
gboolean lk_personal_group_is_locked (LkPersonalGroup *self);
const GError *lk_personal_group_get_error (LkPersonalGroup *self); /* (nullable) */
/* (transfer none) (nullable) */
LkPersonal *lk_personal_group_find (LkPersonalGroup *self, const char *selector);

/* Lists it again without asking for anything. */
void lk_personal_group_refresh (LkPersonalGroup *self);

/* Lists it with its password or PIN, asked for in a dialog on @parent. */
void lk_personal_group_unlock (LkPersonalGroup *self, GtkWindow *parent);

/* What a proof has found out of one of its certificates. */
void
lk_personal_group_set_key_matches (LkPersonalGroup *self, const char *selector, LkAnswer matches);

/* What was installed into it just now, as the store told it while it was open. */
void lk_personal_group_take (LkPersonalGroup *self, LkPersonal *personal);

/* The store as an object of its own, for a job: (transfer full). */
LkPersonalStore *lk_personal_group_open_store (LkPersonalGroup *self);

G_END_DECLS
