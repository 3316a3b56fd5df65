/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-group.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "baseline/lk-alert.h"
#include "personal/lk-nss-store.h"
#include "personal/lk-personal-stores.h"
#include "personal/lk-pin-dialog.h"

#include <string.h>

/* A database is written in several steps, and each of them is told. */
#define SETTLE_MS 300

struct _LkPersonalGroup
{
  GObject parent_instance;

  LkPersonalStore *store; /* for its names only: each job opens its own */
  GListStore *model;
  GCancellable *cancellable;
  GFileMonitor *monitors[2];
  guint settle_source;

  GError *error;
  gboolean listed;
  gboolean locked;
  gboolean listing;
  gboolean again; /* asked for while it was being listed */
};

G_DEFINE_FINAL_TYPE (LkPersonalGroup, lk_personal_group, G_TYPE_OBJECT)

static guint changed_signal;

static const char *const watched_files[] = { "cert9.db", "key4.db" };

typedef struct
{
  LkPersonalStore *store;
  LkPinAsker *asker; /* (nullable) borrowed: freed on the main thread */
} Input;

typedef struct
{
  GPtrArray *all;
  gboolean locked;
} Listing;

typedef struct
{
  LkPersonalGroup *self;
  LkPinAsker *asker;
  GtkWindow *parent; /* (nullable) */
} Waiting;

static void
input_free (gpointer data)
{
  Input *input = data;

  g_object_unref (input->store);
  g_free (input);
}

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_ptr_array_unref (listing->all);
  g_free (listing);
}

static void
waiting_free (Waiting *waiting)
{
  g_object_unref (waiting->self);
  lk_pin_asker_free (waiting->asker);
  g_clear_weak_pointer (&waiting->parent);
  g_free (waiting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Waiting, waiting_free)

static gpointer
list_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Input *input = data;
  GPtrArray *all = lk_personal_store_list (
    input->store, input->asker != NULL ? lk_pin_asker_get_prompt (input->asker) : NULL, cancellable,
    error);
  Listing *listing;

  if (all == NULL)
    return NULL;
  listing = g_new0 (Listing, 1);
  listing->all = all;
  listing->locked = lk_personal_store_is_locked (input->store);
  return listing;
}

/* What a locked store does not show now was perhaps seen before. */
static LkPersonal *
remember (LkPersonal *seen, LkPersonal *before)
{
  const LkPersonalFields *old = before != NULL ? lk_personal_get_fields (before) : NULL;
  LkPersonalFields fields = *lk_personal_get_fields (seen);

  if (old == NULL || !lk_certificate_equal (old->certificate, fields.certificate))
    return g_object_ref (seen);
  if (fields.has_key == LK_ANSWER_UNKNOWN)
    {
      fields.has_key = old->has_key;
      fields.exportable = old->exportable;
      fields.evidence = old->evidence;
    }
  if (fields.key_matches == LK_ANSWER_UNKNOWN && fields.has_key == old->has_key)
    fields.key_matches = old->key_matches;
  return lk_personal_new (&fields);
}

static gboolean
is_same (LkPersonal *a, LkPersonal *b)
{
  const LkPersonalFields *one = lk_personal_get_fields (a);
  const LkPersonalFields *other = lk_personal_get_fields (b);

  return g_str_equal (one->selector, other->selector) && one->has_key == other->has_key &&
         one->key_matches == other->key_matches && one->exportable == other->exportable &&
         lk_certificate_equal (one->certificate, other->certificate);
}

static gboolean
is_shown (LkPersonalGroup *self, GPtrArray *all)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) != all->len)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      g_autoptr (LkPersonal) shown = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (!is_same (shown, all->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const LkPersonalFields *one = lk_personal_get_fields (*(LkPersonal *const *)a);
  const LkPersonalFields *other = lk_personal_get_fields (*(LkPersonal *const *)b);
  const int order = g_utf8_collate (one->label, other->label);

  return order != 0 ? order : strcmp (one->selector, other->selector);
}

/* Rows that did not change stay as they are, open or closed. */
static void
show_listing (LkPersonalGroup *self, GPtrArray *listed)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < listed->len; i++)
    {
      const char *selector = lk_personal_get_fields (listed->pdata[i])->selector;

      g_ptr_array_add (all, remember (listed->pdata[i], lk_personal_group_find (self, selector)));
    }
  g_ptr_array_sort (all, compare);
  if (!is_shown (self, all))
    g_list_store_splice (self->model, 0, g_list_model_get_n_items (G_LIST_MODEL (self->model)),
                         all->pdata, all->len);
}

static gboolean
is_known (LkPersonalGroup *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++)
    {
      g_autoptr (LkPersonal) personal = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (lk_personal_get_fields (personal)->has_key == LK_ANSWER_UNKNOWN)
        return FALSE;
    }
  return g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0;
}

static void
take_listing (LkPersonalGroup *self, Listing *listing, GError *error)
{
  g_clear_error (&self->error);
  if (listing != NULL)
    {
      show_listing (self, listing->all);
      self->locked = listing->locked && !is_known (self);
      listing_free (listing);
    }
  else
    {
      self->error = error;
      g_list_store_remove_all (self->model);
    }
  self->listed = TRUE;
  g_signal_emit (self, changed_signal, 0);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkPersonalGroup) self = data;
  g_autoptr (GError) error = NULL;
  Listing *listing = lk_job_finish (result, &error);

  self->listing = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  take_listing (self, listing, g_steal_pointer (&error));
  if (self->again)
    {
      self->again = FALSE;
      lk_personal_group_refresh (self);
    }
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Waiting) waiting = data;
  g_autoptr (GError) error = NULL;
  Listing *listing = lk_job_finish (result, &error);

  if (listing != NULL)
    take_listing (waiting->self, listing, NULL);
  else if (!lk_pin_asker_is_given_up (waiting->asker))
    lk_error_present (waiting->parent, error);
}

static LkJobSpec
make_spec (LkPersonalGroup *self, LkPinAsker *asker)
{
  Input *input = g_new0 (Input, 1);

  input->store = lk_personal_group_open_store (self);
  input->asker = asker;
  return (LkJobSpec){
    .name = "list personal",
    .run = list_thread,
    .input = input,
    .free_input = input_free,
    .free_value = listing_free,
  };
}

static gboolean
settled_cb (gpointer data)
{
  LkPersonalGroup *self = data;

  self->settle_source = 0;
  lk_personal_group_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (LkPersonalGroup *self)
{
  if (self->settle_source == 0)
    self->settle_source = g_timeout_add (SETTLE_MS, settled_cb, self);
}

static void
watch (LkPersonalGroup *self)
{
  if (!LK_IS_NSS_STORE (self->store))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (watched_files); i++)
    {
      g_autoptr (GFile) file = g_file_new_build_filename (
        lk_nss_store_get_folder (LK_NSS_STORE (self->store)), watched_files[i], NULL);

      self->monitors[i] = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
      if (self->monitors[i] != NULL)
        g_signal_connect_object (self->monitors[i], "changed", G_CALLBACK (file_changed_cb), self,
                                 G_CONNECT_SWAPPED);
    }
}

static void
lk_personal_group_dispose (GObject *object)
{
  LkPersonalGroup *self = LK_PERSONAL_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->settle_source, g_source_remove);
  for (gsize i = 0; i < G_N_ELEMENTS (self->monitors); i++)
    g_clear_object (&self->monitors[i]);
  G_OBJECT_CLASS (lk_personal_group_parent_class)->dispose (object);
}

static void
lk_personal_group_finalize (GObject *object)
{
  LkPersonalGroup *self = LK_PERSONAL_GROUP (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->model);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (lk_personal_group_parent_class)->finalize (object);
}

static void
lk_personal_group_class_init (LkPersonalGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_personal_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_personal_group_finalize;
  changed_signal = g_signal_new ("changed", LK_TYPE_PERSONAL_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
lk_personal_group_init (LkPersonalGroup *self)
{
  self->cancellable = g_cancellable_new ();
  self->model = g_list_store_new (LK_TYPE_PERSONAL);
}

LkPersonalGroup *
lk_personal_group_new (LkPersonalStore *store)
{
  LkPersonalGroup *self;

  g_return_val_if_fail (LK_IS_PERSONAL_STORE (store), NULL);

  self = g_object_new (LK_TYPE_PERSONAL_GROUP, NULL);
  self->store = g_object_ref (store);
  watch (self);
  lk_personal_group_refresh (self);
  return self;
}

const char *
lk_personal_group_get_id (LkPersonalGroup *self)
{
  return lk_personal_store_get_id (self->store);
}

const char *
lk_personal_group_get_title (LkPersonalGroup *self)
{
  return lk_personal_store_get_title (self->store);
}

LkPersonalStoreFeatures
lk_personal_group_get_features (LkPersonalGroup *self)
{
  return lk_personal_store_get_features (self->store);
}

GListModel *
lk_personal_group_get_model (LkPersonalGroup *self)
{
  return G_LIST_MODEL (self->model);
}

gboolean
lk_personal_group_is_listed (LkPersonalGroup *self)
{
  return self->listed;
}

gboolean
lk_personal_group_is_locked (LkPersonalGroup *self)
{
  return self->locked;
}

const GError *
lk_personal_group_get_error (LkPersonalGroup *self)
{
  return self->error;
}

static guint
find_position (LkPersonalGroup *self, const char *selector)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++)
    {
      g_autoptr (LkPersonal) personal = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (g_str_equal (lk_personal_get_fields (personal)->selector, selector))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

LkPersonal *
lk_personal_group_find (LkPersonalGroup *self, const char *selector)
{
  const guint position = find_position (self, selector);
  g_autoptr (LkPersonal) personal = position != GTK_INVALID_LIST_POSITION
                                      ? g_list_model_get_item (G_LIST_MODEL (self->model), position)
                                      : NULL;

  return personal; /* the model holds it */
}

void
lk_personal_group_refresh (LkPersonalGroup *self)
{
  LkJobSpec spec;

  g_return_if_fail (LK_IS_PERSONAL_GROUP (self));

  if (self->listing)
    {
      self->again = TRUE;
      return;
    }
  self->listing = TRUE;
  spec = make_spec (self, NULL);
  lk_job_start (&spec, self->cancellable, listed_cb, g_object_ref (self));
}

void
lk_personal_group_unlock (LkPersonalGroup *self, GtkWindow *parent)
{
  Waiting *waiting = g_new0 (Waiting, 1);
  LkJobSpec spec;

  waiting->self = g_object_ref (self);
  waiting->asker = lk_pin_asker_new (parent);
  g_set_weak_pointer (&waiting->parent, parent);
  spec = make_spec (self, waiting->asker);
  lk_job_start (&spec, self->cancellable, unlocked_cb, waiting);
}

void
lk_personal_group_set_key_matches (LkPersonalGroup *self, const char *selector, LkAnswer matches)
{
  const guint position = find_position (self, selector);
  g_autoptr (LkPersonal) proved = NULL;
  LkPersonalFields fields;

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  fields = *lk_personal_get_fields (lk_personal_group_find (self, selector));
  fields.has_key = LK_ANSWER_YES;
  fields.key_matches = matches;
  proved = lk_personal_new (&fields);
  g_list_store_splice (self->model, position, 1, (gpointer *)&proved, 1);
}

void
lk_personal_group_take (LkPersonalGroup *self, LkPersonal *personal)
{
  guint position;
  guint n_items;

  g_return_if_fail (LK_IS_PERSONAL_GROUP (self) && LK_IS_PERSONAL (personal));

  /* Listing it again does not forget what a locked store no longer shows. */
  position = find_position (self, lk_personal_get_fields (personal)->selector);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_list_store_splice (self->model, MIN (position, n_items), position < n_items ? 1 : 0,
                       (gpointer *)&personal, 1);
  lk_personal_group_refresh (self);
}

LkPersonalStore *
lk_personal_group_open_store (LkPersonalGroup *self)
{
  if (LK_IS_NSS_STORE (self->store))
    return lk_nss_store_new (lk_nss_store_get_folder (LK_NSS_STORE (self->store)),
                             lk_personal_group_get_title (self));
  return lk_personal_store_for_selector (lk_personal_group_get_id (self), NULL);
}
