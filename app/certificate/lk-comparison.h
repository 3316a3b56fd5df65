/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two certificates field by field. Immutable, any thread. */

#pragma once

#include "certificate/lk-description.h"

G_BEGIN_DECLS

#define LK_TYPE_COMPARED_FIELD (lk_compared_field_get_type ())
G_DECLARE_FINAL_TYPE (LkComparedField, lk_compared_field, LK, COMPARED_FIELD, GObject)

const char *lk_compared_field_get_section (LkComparedField *self); /* its title */
const char *lk_compared_field_get_label (LkComparedField *self);
/* (nullable): it has no such field */
const char *lk_compared_field_get_first (LkComparedField *self);
const char *lk_compared_field_get_second (LkComparedField *self); /* (nullable) */
gboolean lk_compared_field_is_monospace (LkComparedField *self);
gboolean lk_compared_field_differs (LkComparedField *self);

/* (transfer full): of LkComparedField, in the order of the description. */
GListModel *lk_compare_certificates (LkCertificate *first, LkCertificate *second);

/* The part of @text, in bytes, in which it differs from @other. */
void lk_compare_texts (const char *text, const char *other, guint *start, guint *end);

G_END_DECLS
