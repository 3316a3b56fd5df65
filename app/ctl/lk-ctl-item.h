/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a file holds, as ITEM objects of JSON. */

#pragma once

#include "certificate/lk-bundle.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* @pool: certificates at hand, for the findings; @file: (nullable) where it came from. */
void lk_ctl_add_certificate (JsonBuilder *builder,
                             LkCertificate *certificate,
                             GPtrArray *pool,
                             LkBundle *file);
/* "findings" of the object that is being built */
void lk_ctl_add_findings (JsonBuilder *builder, GPtrArray *findings);
void lk_ctl_add_item (JsonBuilder *builder, LkItem *item, GPtrArray *pool, LkBundle *file);

G_END_DECLS
