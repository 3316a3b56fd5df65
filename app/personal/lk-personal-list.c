/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-list.h"

#include "base/lk-job.h"
#include "personal/lk-personal-stores.h"

#define LOOK_AGAIN_S 4

struct _LkPersonalList
{
  GObject parent_instance;

  GListStore *groups;
  GCancellable *cancellable;
  guint timer;
  gboolean ready;
  gboolean looking;
};

G_DEFINE_FINAL_TYPE (LkPersonalList, lk_personal_list, G_TYPE_OBJECT)

static guint changed_signal;

static gpointer
look_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  return lk_personal_stores_list (NULL);
}

static LkPersonalGroup *
find_by_id (LkPersonalList *self, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (LkPersonalGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      if (g_str_equal (lk_personal_group_get_id (group), id))
        return group; /* the model holds it */
    }
  return NULL;
}

static void
group_changed_cb (LkPersonalList *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/* A token is not watched by anybody: what is on it is listed again each time. */
static LkPersonalGroup *
take_store (LkPersonalList *self, LkPersonalStore *store)
{
  LkPersonalGroup *group = find_by_id (self, lk_personal_store_get_id (store));

  if (group != NULL)
    {
      if (g_str_has_prefix (lk_personal_group_get_id (group), "pkcs11:"))
        lk_personal_group_refresh (group);
      return g_object_ref (group);
    }
  group = lk_personal_group_new (store);
  g_signal_connect_object (group, "changed", G_CALLBACK (group_changed_cb), self, G_CONNECT_SWAPPED);
  return group;
}

static gboolean
is_shown (LkPersonalList *self, GPtrArray *groups)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->groups)) != groups->len)
    return FALSE;
  for (guint i = 0; i < groups->len; i++)
    {
      g_autoptr (LkPersonalGroup) shown = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      if (shown != groups->pdata[i])
        return FALSE;
    }
  return TRUE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkPersonalList) self = data;
  g_autoptr (GPtrArray) stores = lk_job_finish (result, NULL);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);
  const gboolean was_ready = self->ready;

  self->looking = FALSE;
  if (stores == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  for (guint i = 0; i < stores->len; i++)
    g_ptr_array_add (groups, take_store (self, stores->pdata[i]));
  self->ready = TRUE;
  if (is_shown (self, groups) && was_ready)
    return;
  g_list_store_splice (self->groups, 0, g_list_model_get_n_items (G_LIST_MODEL (self->groups)),
                       groups->pdata, groups->len);
  g_signal_emit (self, changed_signal, 0);
}

static void
look (LkPersonalList *self)
{
  const LkJobSpec spec = { .name = "find stores",
                           .run = look_thread,
                           .free_value = (GDestroyNotify)g_ptr_array_unref };

  if (self->looking)
    return;
  self->looking = TRUE;
  lk_job_start (&spec, self->cancellable, found_cb, g_object_ref (self));
}

static gboolean
look_again_cb (gpointer data)
{
  look (data);
  return G_SOURCE_CONTINUE;
}

static void
lk_personal_list_dispose (GObject *object)
{
  LkPersonalList *self = LK_PERSONAL_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_list_store_remove_all (self->groups);
  G_OBJECT_CLASS (lk_personal_list_parent_class)->dispose (object);
}

static void
lk_personal_list_finalize (GObject *object)
{
  LkPersonalList *self = LK_PERSONAL_LIST (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->groups);
  G_OBJECT_CLASS (lk_personal_list_parent_class)->finalize (object);
}

static void
lk_personal_list_class_init (LkPersonalListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_personal_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_personal_list_finalize;
  changed_signal = g_signal_new ("changed", LK_TYPE_PERSONAL_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
lk_personal_list_init (LkPersonalList *self)
{
  self->cancellable = g_cancellable_new ();
  self->groups = g_list_store_new (LK_TYPE_PERSONAL_GROUP);
}

LkPersonalList *
lk_personal_list_new (void)
{
  LkPersonalList *self = g_object_new (LK_TYPE_PERSONAL_LIST, NULL);

  self->timer = g_timeout_add_seconds (LOOK_AGAIN_S, look_again_cb, self);
  look (self);
  return self;
}

GListModel *
lk_personal_list_get_groups (LkPersonalList *self)
{
  return G_LIST_MODEL (self->groups);
}

gboolean
lk_personal_list_is_ready (LkPersonalList *self)
{
  return self->ready;
}

LkPersonalGroup *
lk_personal_list_find (LkPersonalList *self, const char *selector)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (LkPersonalGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      if (lk_personal_group_find (group, selector) != NULL)
        return group; /* the model holds it */
    }
  return NULL;
}

void
lk_personal_list_refresh (LkPersonalList *self)
{
  g_return_if_fail (LK_IS_PERSONAL_LIST (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (LkPersonalGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      lk_personal_group_refresh (group);
    }
  look (self);
}
