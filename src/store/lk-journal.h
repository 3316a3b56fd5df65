/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal of guarded changes: one row a change, on disk before the change is sent, so that
 * whoever starts next knows what may be under way. An entry is an immutable value; the functions
 * are those of the store and, like them, for any thread. Never a secret in it. */

#pragma once

#include "store/lk-store.h"

G_BEGIN_DECLS

typedef enum
{
  LK_JOURNAL_ENABLE,
  LK_JOURNAL_DISABLE,
  LK_JOURNAL_REPLACE_CA
} LkJournalKind;

typedef enum
{
  LK_JOURNAL_OPEN,        /* under way, or cut off */
  LK_JOURNAL_KEPT,        /* the camera agreed: as intended */
  LK_JOURNAL_ROLLED_BACK, /* the camera agreed: as before */
  LK_JOURNAL_UNKNOWN      /* it ended, and what state the camera is in is not known */
} LkJournalOutcome;

typedef struct
{
  gint64 id; /* given by lk_journal_begin() */
  const char *camera_id;
  LkJournalKind kind;
  const char *user;                   /* (nullable) who is logged in to the camera */
  GDateTime *started;                 /* (nullable) now; UTC */
  const char *state_before;           /* (nullable) in the caller's own words */
  const char *state_intended;         /* (nullable) */
  const char *const *ca_fingerprints; /* (nullable) SHA-256 in hex of the CAs on the camera */
  const char *personal;               /* (nullable) SHA-256 in hex of the personal certificate */
  const char *phase;                  /* (nullable) the step that was reached: "journal" */
  LkJournalOutcome outcome;
  const char *note; /* (nullable) what the user overrode, or how it ended */
} LkJournalFields;

#define LK_TYPE_JOURNAL_ENTRY (lk_journal_entry_get_type ())
G_DECLARE_FINAL_TYPE (LkJournalEntry, lk_journal_entry, LK, JOURNAL_ENTRY, GObject)

LkJournalEntry *lk_journal_entry_new (const LkJournalFields *fields); /* copies */
const LkJournalFields *lk_journal_entry_get_fields (LkJournalEntry *self);
gint64 lk_journal_entry_get_id (LkJournalEntry *self);

/* Writes the row and returns when the disk has it. LK_ERROR_STORE_FAILED, STORE_LOCKED. */
LkJournalEntry *lk_journal_begin (LkStore *store, const LkJournalFields *fields, GError **error);

/* The step that is about to be taken. NOT_FOUND when no such row is open. */
gboolean lk_journal_advance (LkStore *store, gint64 id, const char *phase, GError **error);

/* @note (nullable) is added to the row's own. Closing as UNKNOWN leaves it among the open ones;
 * another close may follow. NOT_FOUND when no such row is open. */
gboolean lk_journal_close (
  LkStore *store, gint64 id, LkJournalOutcome outcome, const char *note, GError **error);

/* Everything without a known end, oldest first: OPEN and UNKNOWN. @camera_id NULL: of all cameras.
 * (element-type LkJournalEntry) */
GPtrArray *lk_journal_list_open (LkStore *store, const char *camera_id, GError **error);

/* All rows of one camera, newest first, @limit at most. (element-type LkJournalEntry) */
GPtrArray *lk_journal_list (LkStore *store, const char *camera_id, guint limit, GError **error);

G_END_DECLS
