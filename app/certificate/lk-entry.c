/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-entry.h"

#include "base/lk-error.h"

#include <glib/gi18n.h>

/* What a list shows of an entry, made when first asked for. */
typedef struct
{
  char *title;
  char *subtitle;
  char *folded;
} Words;

struct _LkEntry
{
  GObject parent_instance;

  LkEntryKind kind;
  GFile *file;
  GBytes *bytes;
  char *file_name;
  LkBundle *bundle;
  LkItem *item;
  LkCertificate *certificate;
  GError *error;
  Words *words; /* atomic */
};

G_DEFINE_FINAL_TYPE (LkEntry, lk_entry, G_TYPE_OBJECT)

static void
words_free (Words *words)
{
  g_free (words->title);
  g_free (words->subtitle);
  g_free (words->folded);
  g_free (words);
}

static void
lk_entry_finalize (GObject *object)
{
  LkEntry *self = LK_ENTRY (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->file_name, g_free);
  g_clear_object (&self->bundle);
  g_clear_object (&self->item);
  g_clear_object (&self->certificate);
  g_clear_error (&self->error);
  g_clear_pointer (&self->words, words_free);
  G_OBJECT_CLASS (lk_entry_parent_class)->finalize (object);
}

static void
lk_entry_class_init (LkEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_entry_finalize;
}

static void
lk_entry_init (LkEntry *self)
{
}

static LkEntry *
new_entry (LkEntryKind kind, GFile *file, const char *file_name)
{
  LkEntry *self = g_object_new (LK_TYPE_ENTRY, NULL);

  self->kind = kind;
  self->file = file != NULL ? g_object_ref (file) : NULL;
  self->file_name = g_strdup (file_name);
  return self;
}

LkEntry *
lk_entry_new_for_certificate (LkCertificate *certificate)
{
  LkEntry *self;

  g_return_val_if_fail (LK_IS_CERTIFICATE (certificate), NULL);

  self = new_entry (LK_ENTRY_CERTIFICATE, NULL, NULL);
  self->certificate = g_object_ref (certificate);
  return self;
}

static void
add_objects (GPtrArray *entries, LkBundle *bundle, GFile *file, const char *name)
{
  GListModel *items = lk_bundle_get_items (bundle);
  guint count = g_list_model_get_n_items (items);

  if (count > 1 || lk_bundle_get_pkcs12 (bundle) != NULL)
    {
      LkEntry *whole = new_entry (LK_ENTRY_FILE, file, name);

      whole->bundle = g_object_ref (bundle);
      g_ptr_array_add (entries, whole);
    }
  for (guint i = 0; i < count; i++)
    {
      LkEntry *entry = new_entry (LK_ENTRY_OBJECT, file, name);

      entry->bundle = g_object_ref (bundle);
      entry->item = g_list_model_get_item (items, i);
      g_ptr_array_add (entries, entry);
    }
}

static GPtrArray *
new_entries (LkBundle *bundle, GError *error, GFile *file, GBytes *bytes, const char *name)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  LkEntry *failed;

  if (bundle != NULL)
    {
      add_objects (entries, bundle, file, name);
      return entries;
    }
  failed = new_entry (LK_ENTRY_FAILED, file, name);
  failed->error = error;
  failed->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  g_ptr_array_add (entries, failed);
  return entries;
}

GPtrArray *
lk_entries_load (GFile *file, LkSecret *password, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (LkBundle) bundle = lk_bundle_new_from_file (file, password, cancellable, &error);
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name =
    base != NULL ? g_filename_display_name (base) : g_file_get_parse_name (file);

  return new_entries (bundle, error, file, NULL, name);
}

GPtrArray *
lk_entries_load_bytes (GBytes *bytes,
                       const char *name,
                       LkSecret *password,
                       GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (LkBundle) bundle =
    lk_bundle_new_from_bytes (bytes, name, password, cancellable, &error);

  return new_entries (bundle, error, NULL, bytes, name);
}

LkEntryKind
lk_entry_get_kind (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), LK_ENTRY_FAILED);
  return self->kind;
}

GFile *
lk_entry_get_file (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), NULL);
  return self->file;
}

GBytes *
lk_entry_get_bytes (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), NULL);
  return self->bytes;
}

const char *
lk_entry_get_file_name (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), NULL);
  return self->file_name;
}

LkBundle *
lk_entry_get_bundle (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), NULL);
  return self->bundle;
}

LkItem *
lk_entry_get_item (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), NULL);
  return self->item;
}

LkCertificate *
lk_entry_get_certificate (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), NULL);
  return self->item != NULL ? lk_item_get_certificate (self->item) : self->certificate;
}

const GError *
lk_entry_get_error (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), NULL);
  return self->error;
}

gboolean
lk_entry_needs_password (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), FALSE);

  if (self->error != NULL)
    return g_error_matches (self->error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED) ||
           g_error_matches (self->error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
  return self->item != NULL && lk_item_get_kind (self->item) == LK_ITEM_PRIVATE_KEY &&
         lk_private_key_is_locked (lk_item_get_private_key (self->item));
}

/* Indexed by LkItemKind. */
static const struct
{
  const char *name;
  const char *icon_name;
} kinds[] = {
  [LK_ITEM_CERTIFICATE] = { N_ ("Certificate"), "application-certificate-symbolic" },
  [LK_ITEM_PRIVATE_KEY] = { N_ ("Private key"), "dialog-password-symbolic" },
  [LK_ITEM_PUBLIC_KEY] = { N_ ("Public key"), "dialog-password-symbolic" },
  [LK_ITEM_REQUEST] = { N_ ("Certificate request"), "text-x-generic-symbolic" },
  [LK_ITEM_CRL] = { N_ ("List of revoked certificates"), "action-unavailable-symbolic" },
  [LK_ITEM_OTHER] = { N_ ("Other data"), "text-x-generic-symbolic" },
  [LK_ITEM_UNREADABLE] = { N_ ("Unreadable"), "dialog-error-symbolic" },
};

static char *
dup_certificate_subtitle (LkCertificate *certificate)
{
  GDateTime *not_after = lk_certificate_get_not_after (certificate);
  const char *kind = lk_certificate_is_ca (certificate) ? _ ("CA certificate") : _ ("Certificate");
  g_autofree char *date = NULL;

  if (not_after == NULL)
    return g_strdup (kind);
  date = g_date_time_format (not_after, "%Y-%m-%d");
  /* Translators: what it is, and the date on which it ends */
  return g_strdup_printf (_ ("%s, until %s"), kind, date);
}

static char *
dup_file_subtitle (LkBundle *bundle)
{
  guint count = g_list_model_get_n_items (lk_bundle_get_items (bundle));
  guint unreadable = lk_bundle_count (bundle, LK_ITEM_UNREADABLE);
  g_autofree char *total = g_strdup_printf (ngettext ("%u object", "%u objects", count), count);
  g_autofree char *broken = NULL;

  if (unreadable == 0)
    return g_strdup_printf ("%s, %s", lk_bundle_get_format_name (bundle), total);
  broken = g_strdup_printf (ngettext ("%u unreadable", "%u unreadable", unreadable), unreadable);
  return g_strdup_printf ("%s, %s, %s", lk_bundle_get_format_name (bundle), total, broken);
}

static char *
dup_item_subtitle (LkItem *item)
{
  LkCertificate *certificate = lk_item_get_certificate (item);

  if (certificate != NULL)
    return dup_certificate_subtitle (certificate);
  if (lk_item_get_problem (item) != NULL)
    return g_strdup (lk_item_get_problem (item));
  return g_strdup (_ (kinds[lk_item_get_kind (item)].name));
}

static void
fill_words (LkEntry *self, Words *words)
{
  if (self->item != NULL)
    {
      words->title = lk_item_dup_title (self->item);
      words->subtitle = dup_item_subtitle (self->item);
    }
  else if (self->certificate != NULL)
    {
      words->title = g_strdup (lk_certificate_get_title (self->certificate));
      words->subtitle = dup_certificate_subtitle (self->certificate);
    }
  else
    {
      words->title = g_strdup (self->file_name);
      if (self->bundle != NULL)
        words->subtitle = dup_file_subtitle (self->bundle);
      else if (lk_entry_needs_password (self))
        words->subtitle = g_strdup (_ ("Protected with a password"));
      else
        words->subtitle = g_strdup (_ ("Cannot be opened"));
    }
}

static char *
fold_words (LkEntry *self, const Words *words)
{
  LkCertificate *certificate = lk_entry_get_certificate (self);
  g_autofree char *all =
    g_strjoin ("\n", words->title, words->subtitle,
               certificate != NULL ? lk_certificate_get_subject (certificate) : "",
               certificate != NULL ? lk_certificate_get_issuer (certificate) : "",
               certificate != NULL ? lk_certificate_get_serial (certificate) : "",
               certificate != NULL ? lk_certificate_get_sha256 (certificate) : "", NULL);

  return g_utf8_casefold (all, -1);
}

static const Words *
get_words (LkEntry *self)
{
  Words *words = g_atomic_pointer_get (&self->words);

  if (words != NULL)
    return words;
  words = g_new0 (Words, 1);
  fill_words (self, words);
  words->folded = fold_words (self, words);
  if (!g_atomic_pointer_compare_and_exchange (&self->words, NULL, words))
    words_free (words);
  return g_atomic_pointer_get (&self->words);
}

const char *
lk_entry_get_title (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), NULL);
  return get_words (self)->title;
}

const char *
lk_entry_get_subtitle (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), NULL);
  return get_words (self)->subtitle;
}

gboolean
lk_entry_matches (LkEntry *self, const char *folded)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), FALSE);
  return folded == NULL || strstr (get_words (self)->folded, folded) != NULL;
}

const char *
lk_entry_get_icon_name (LkEntry *self)
{
  g_return_val_if_fail (LK_IS_ENTRY (self), NULL);

  if (self->kind == LK_ENTRY_FAILED)
    return lk_entry_needs_password (self) ? "dialog-password-symbolic" : "dialog-error-symbolic";
  if (self->kind == LK_ENTRY_FILE)
    return "folder-documents-symbolic";
  return kinds[self->item != NULL ? lk_item_get_kind (self->item) : LK_ITEM_CERTIFICATE].icon_name;
}
