/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the inspector does on threads: read files, unlock one, look at one entry. */

#include "config.h"

#include "certificate/lk-inspector-private.h"

#include "base/lk-error.h"
#include "base/lk-job.h"

#include <glib/gi18n.h>

/* The words of so many entries are made before the list is shown: more than fit on any screen. */
#define FIRST_WORDS 300
#define PORTION     24

typedef struct
{
  GPtrArray *files;    /* (nullable) of GFile */
  GBytes *bytes;       /* (nullable) */
  char *name;          /* of the bytes */
  LkSecret *password;  /* (nullable) */
  LkEntry *unlocked;   /* (nullable) */
  LkInspector *window; /* for the callback only */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_pointer (&load->files, g_ptr_array_unref);
  g_clear_pointer (&load->bytes, g_bytes_unref);
  g_clear_pointer (&load->password, lk_secret_unref);
  g_clear_object (&load->unlocked);
  g_clear_object (&load->window);
  g_free (load->name);
  g_free (load);
}

static gpointer
load_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  Load *load = input;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; load->files != NULL && i < load->files->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      g_ptr_array_extend_and_steal (
        all, lk_entries_load (load->files->pdata[i], load->password, cancellable));
    }
  if (load->bytes != NULL)
    g_ptr_array_extend_and_steal (
      all, lk_entries_load_bytes (load->bytes, load->name, load->password, cancellable));
  for (guint i = 0; i < all->len && i < FIRST_WORDS; i++)
    (void)lk_entry_get_title (all->pdata[i]); /* decodes it */
  return g_steal_pointer (&all);
}

/* Decodes what is left, so that a search of the list never waits for it on the main loop. */
static gpointer
decode_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  GPtrArray *entries = input;

  for (guint i = 0; i < entries->len && !g_cancellable_is_cancelled (cancellable); i++)
    (void)lk_entry_get_title (entries->pdata[i]);
  return input;
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkInspector) self = data;

  if (lk_job_finish (result, NULL) != NULL)
    lk_inspector_set_searchable (self);
}

static void
start_decoding (LkInspector *self, GPtrArray *entries)
{
  lk_job_start (&(LkJobSpec){
                  .name = "decode entries",
                  .run = decode_thread,
                  .input = g_ptr_array_ref (entries),
                  .free_input = (GDestroyNotify)g_ptr_array_unref,
                },
                lk_inspector_get_cancellable (self), decoded_cb, g_object_ref (self));
}

/* A PKCS#12 is opened for the certificate of its key, several objects for the whole, one for
 * itself. */
static LkEntry *
choose_first (GPtrArray *entries)
{
  LkEntry *first = entries->pdata[0];

  if (lk_entry_get_kind (first) == LK_ENTRY_FILE &&
      lk_bundle_get_pkcs12 (lk_entry_get_bundle (first)) != NULL)
    for (guint i = 1; i < entries->len; i++)
      if (lk_entry_get_bundle (entries->pdata[i]) == lk_entry_get_bundle (first) &&
          lk_entry_get_certificate (entries->pdata[i]) != NULL)
        return entries->pdata[i];
  return first;
}

/* All entries of the file that was unlocked make room for what is in it. */
static guint
find_replaced (GListModel *entries, LkEntry *unlocked, guint *count)
{
  LkBundle *bundle = lk_entry_get_bundle (unlocked);
  guint first = g_list_model_get_n_items (entries);

  *count = 0;
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LkEntry) entry = g_list_model_get_item (entries, i);

      if (entry != unlocked && (bundle == NULL || lk_entry_get_bundle (entry) != bundle))
        continue;
      if (*count == 0)
        first = i;
      (*count)++;
    }
  return first;
}

/* A list makes its first two hundred rows at once; they come in portions, so that this is not
 * felt. */
typedef struct
{
  LkInspector *window;
  GPtrArray *entries;
  guint added;
} Feed;

static void
feed_free (gpointer data)
{
  Feed *feed = data;

  g_object_unref (feed->window);
  g_ptr_array_unref (feed->entries);
  g_free (feed);
}

static void
feed_portion (Feed *feed)
{
  GListStore *store = lk_inspector_get_entries (feed->window);
  guint rest = feed->entries->len - feed->added;
  guint count = feed->added < FIRST_WORDS ? MIN (rest, PORTION) : rest;

  g_list_store_splice (store, g_list_model_get_n_items (G_LIST_MODEL (store)), 0,
                       feed->entries->pdata + feed->added, count);
  feed->added += count;
}

static gboolean
feed_cb (gpointer data)
{
  Feed *feed = data;

  if (g_cancellable_is_cancelled (lk_inspector_get_cancellable (feed->window)))
    return G_SOURCE_REMOVE;
  feed_portion (feed);
  return feed->added < feed->entries->len ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
append_entries (LkInspector *self, GPtrArray *entries)
{
  Feed *feed = g_new0 (Feed, 1);

  feed->window = g_object_ref (self);
  feed->entries = g_ptr_array_ref (entries);
  feed_portion (feed);
  if (feed->added < entries->len)
    g_idle_add_full (G_PRIORITY_LOW, feed_cb, feed, feed_free);
  else
    feed_free (feed);
}

static gboolean
is_still_locked (GPtrArray *entries)
{
  const GError *error = entries->len > 0 ? lk_entry_get_error (entries->pdata[0]) : NULL;

  return g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG) ||
         g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Load *load = data;
  g_autoptr (LkInspector) self = g_object_ref (load->window);
  g_autoptr (LkEntry) unlocked = load->unlocked != NULL ? g_object_ref (load->unlocked) : NULL;
  g_autoptr (GPtrArray) entries = lk_job_finish (result, NULL);
  GListStore *store = lk_inspector_get_entries (self);
  guint position;
  guint replaced;

  load_free (load);
  if (entries == NULL || entries->len == 0)
    return; /* the window was closed */
  if (unlocked != NULL && is_still_locked (entries))
    {
      lk_inspector_show_wrong_password (self);
      return;
    }
  if (unlocked == NULL)
    append_entries (self, entries);
  else
    {
      position = find_replaced (G_LIST_MODEL (store), unlocked, &replaced);
      g_list_store_splice (store, position, replaced, entries->pdata, entries->len);
    }
  lk_inspector_show_entry (self, choose_first (entries));
  start_decoding (self, entries);
}

static Load *
new_load (LkInspector *self)
{
  Load *load = g_new0 (Load, 1);

  load->window = g_object_ref (self);
  return load;
}

/* The job borrows @load, the callback frees it: a worker must not drop the last reference to a
 * window. */
static void
start_load (LkInspector *self, Load *load)
{
  lk_inspector_show_busy (self);
  lk_job_start (&(LkJobSpec){
                  .name = "read certificate files",
                  .run = load_thread,
                  .input = load,
                  .free_value = (GDestroyNotify)g_ptr_array_unref,
                },
                lk_inspector_get_cancellable (self), loaded_cb, load);
}

void
lk_inspector_load_files (LkInspector *self, GPtrArray *files)
{
  Load *load = new_load (self);

  load->files = g_ptr_array_ref (files);
  start_load (self, load);
}

void
lk_inspector_load_text (LkInspector *self, GBytes *bytes, const char *name)
{
  Load *load = new_load (self);

  load->bytes = g_bytes_ref (bytes);
  load->name = g_strdup (name);
  start_load (self, load);
}

void
lk_inspector_unlock (LkInspector *self, LkEntry *entry, LkSecret *password)
{
  Load *load = new_load (self);

  load->unlocked = g_object_ref (entry);
  load->password = lk_secret_ref (password);
  if (lk_entry_get_file (entry) != NULL)
    {
      load->files = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (load->files, g_object_ref (lk_entry_get_file (entry)));
    }
  else
    {
      load->bytes = g_bytes_ref (lk_entry_get_bytes (entry));
      load->name = g_strdup (lk_entry_get_file_name (entry));
    }
  start_load (self, load);
}

typedef struct
{
  LkEntry *entry;
  LkInspectionContext context;
  LkInspector *window; /* for the callback only */
} Look;

static gpointer
look_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  Look *look = input;

  return lk_inspection_new (look->entry, &look->context);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Look *look = data;
  g_autoptr (LkInspector) self = look->window;
  g_autoptr (LkEntry) entry = look->entry;
  g_autoptr (LkInspection) inspection = lk_job_finish (result, NULL);

  g_free (look);
  if (inspection != NULL && lk_inspector_get_entry (self) == entry)
    lk_inspector_show_inspection (self, inspection);
}

/* The context is the window's, which the callback keeps alive. */
void
lk_inspector_inspect (LkInspector *self, LkEntry *entry)
{
  Look *look = g_new0 (Look, 1);

  look->entry = g_object_ref (entry);
  look->context = *lk_inspector_get_context (self);
  look->window = g_object_ref (self);
  lk_job_start (&(LkJobSpec){
                  .name = "inspect",
                  .run = look_thread,
                  .input = look,
                  .free_value = g_object_unref,
                },
                lk_inspector_get_cancellable (self), looked_cb, look);
}
