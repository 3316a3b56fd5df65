/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of the inspector's list: an object of a file, a file as a whole, a certificate without a
 * file, or a file that did not open. Made by lk_entries_load() on a thread; immutable to the eye,
 * any thread. */

#pragma once

#include "base/lk-secret.h"
#include "certificate/lk-bundle.h"

G_BEGIN_DECLS

#define LK_TYPE_ENTRY (lk_entry_get_type ())
G_DECLARE_FINAL_TYPE (LkEntry, lk_entry, LK, ENTRY, GObject)

typedef enum
{
  LK_ENTRY_FILE, /* as a whole; it holds more than one object */
  LK_ENTRY_OBJECT,
  LK_ENTRY_CERTIFICATE, /* from a camera */
  LK_ENTRY_FAILED
} LkEntryKind;

LkEntry *lk_entry_new_for_certificate (LkCertificate *certificate);

/* (transfer full) (element-type LkEntry): what a file holds; one failed entry where it does not
 * open. */
GPtrArray *lk_entries_load (GFile *file, LkSecret *password, GCancellable *cancellable);

/* The same of a text that was pasted. */
GPtrArray *lk_entries_load_bytes (GBytes *bytes,
                                  const char *name,
                                  LkSecret *password,
                                  GCancellable *cancellable);

LkEntryKind lk_entry_get_kind (LkEntry *self);
GFile *lk_entry_get_file (LkEntry *self); /* (nullable) */
/* (nullable): of a failed one that was pasted */
GBytes *lk_entry_get_bytes (LkEntry *self);
const char *lk_entry_get_file_name (LkEntry *self);      /* for people; (nullable): no file */
LkBundle *lk_entry_get_bundle (LkEntry *self);           /* (nullable) */
LkItem *lk_entry_get_item (LkEntry *self);               /* (nullable) */
LkCertificate *lk_entry_get_certificate (LkEntry *self); /* (nullable) */
const GError *lk_entry_get_error (LkEntry *self);        /* (nullable) */
/* it failed for that, or is a locked key */
gboolean lk_entry_needs_password (LkEntry *self);

/* For lists, translated. The first call decodes the object: quick, but not for ten thousand on the
 * main thread. */
const char *lk_entry_get_title (LkEntry *self);
const char *lk_entry_get_subtitle (LkEntry *self);
const char *lk_entry_get_icon_name (LkEntry *self);
/* g_utf8_casefold()ed text; NULL: all */
gboolean lk_entry_matches (LkEntry *self, const char *folded);

G_END_DECLS
