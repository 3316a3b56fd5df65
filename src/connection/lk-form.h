/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The fields of an HTML form on their way to a camera: as a query, as
 * application/x-www-form-urlencoded or, with files, as multipart/form-data (RFC 7578). Bytes that
 * it makes are wiped when the last reference goes, for they may hold passwords and keys. Owned by
 * whoever fills it, one thread. */

#pragma once

#include "base/lk-secret.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkForm LkForm;

LkForm *lk_form_new (void);
void lk_form_free (LkForm *self);

void lk_form_add (LkForm *self, const char *name, const char *value);
void lk_form_add_secret (LkForm *self, const char *name, LkSecret *value);
void lk_form_add_file (
  LkForm *self, const char *name, const char *file_name, const char *content_type, GBytes *content);

/* The body for an LkRequest; files are left out. Content type: LK_FORM_URLENCODED. Spaces are sent
 * as %20. */
#define LK_FORM_URLENCODED "application/x-www-form-urlencoded"
GBytes *lk_form_to_urlencoded (LkForm *self);

/* "name=value&…" for a path; (transfer full): free with lk_secret_free_text() where a secret is in it. */
char *lk_form_to_query (LkForm *self);

/* The body; @content_type gets the value of the header with a random boundary. */
GBytes *lk_form_to_multipart (LkForm *self, char **content_type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkForm, lk_form_free)

G_END_DECLS
