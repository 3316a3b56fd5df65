/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store/lk-journal.h"

struct _LkJournalEntry
{
  GObject parent_instance;

  LkJournalFields fields;
};

G_DEFINE_FINAL_TYPE (LkJournalEntry, lk_journal_entry, G_TYPE_OBJECT)

/* The strings of the fields, all of them owned by the entry. */
static const gsize string_offsets[] = {
  G_STRUCT_OFFSET (LkJournalFields, camera_id),
  G_STRUCT_OFFSET (LkJournalFields, user),
  G_STRUCT_OFFSET (LkJournalFields, state_before),
  G_STRUCT_OFFSET (LkJournalFields, state_intended),
  G_STRUCT_OFFSET (LkJournalFields, personal),
  G_STRUCT_OFFSET (LkJournalFields, phase),
  G_STRUCT_OFFSET (LkJournalFields, note),
};

static void
lk_journal_entry_finalize (GObject *object)
{
  LkJournalEntry *self = LK_JOURNAL_ENTRY (object);

  for (gsize i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    g_free (G_STRUCT_MEMBER (char *, &self->fields, string_offsets[i]));
  g_strfreev ((char **)self->fields.ca_fingerprints);
  g_date_time_unref (self->fields.started);

  G_OBJECT_CLASS (lk_journal_entry_parent_class)->finalize (object);
}

static void
lk_journal_entry_class_init (LkJournalEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_journal_entry_finalize;
}

static void
lk_journal_entry_init (LkJournalEntry *self)
{
}

LkJournalEntry *
lk_journal_entry_new (const LkJournalFields *fields)
{
  static const char *const none[] = { NULL };
  const char *const *fingerprints;
  LkJournalEntry *self;

  g_return_val_if_fail (fields != NULL && fields->camera_id != NULL, NULL);

  self = g_object_new (LK_TYPE_JOURNAL_ENTRY, NULL);
  self->fields = *fields;
  for (gsize i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    {
      char **member = &G_STRUCT_MEMBER (char *, &self->fields, string_offsets[i]);

      *member = g_strdup (*member);
    }
  if (self->fields.phase == NULL)
    self->fields.phase = g_strdup ("journal");
  fingerprints = fields->ca_fingerprints != NULL ? fields->ca_fingerprints : none;
  self->fields.ca_fingerprints = (const char *const *)g_strdupv ((char **)fingerprints);
  self->fields.started =
    fields->started != NULL ? g_date_time_to_utc (fields->started) : g_date_time_new_now_utc ();
  return self;
}

const LkJournalFields *
lk_journal_entry_get_fields (LkJournalEntry *self)
{
  g_return_val_if_fail (LK_IS_JOURNAL_ENTRY (self), NULL);

  return &self->fields;
}

gint64
lk_journal_entry_get_id (LkJournalEntry *self)
{
  g_return_val_if_fail (LK_IS_JOURNAL_ENTRY (self), 0);

  return self->fields.id;
}
