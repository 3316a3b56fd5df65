/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-list.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "setup/lk-recover.h"
#include "store/lk-password-store.h"

/* So many cameras are read at the same time. */
#define MAX_READING 3

struct _LkCameraList
{
  GObject parent_instance;

  char *folder;
  LkStore *store;
  GListStore *sessions;
  gboolean ready;
  gboolean reading;
};

enum
{
  PROP_0,
  PROP_READY,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (LkCameraList, lk_camera_list, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint failed_signal;
static guint not_remembered_signal;

typedef struct
{
  char *folder;
  LkStore *store;
  LkCameraRecord *record;
  LkSecret *password;
} StoreInput;

static void
store_input_free (gpointer data)
{
  StoreInput *input = data;

  g_free (input->folder);
  g_clear_object (&input->store);
  g_clear_object (&input->record);
  g_clear_pointer (&input->password, lk_secret_unref);
  g_free (input);
}

typedef struct
{
  LkStore *store;
  GPtrArray *records;
  GPtrArray *open; /* (nullable) (element-type LkInterruption) changes that were cut off */
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  g_clear_object (&loaded->store);
  g_clear_pointer (&loaded->records, g_ptr_array_unref);
  g_clear_pointer (&loaded->open, g_ptr_array_unref);
  g_free (loaded);
}

static gpointer
load_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  StoreInput *input = data;
  g_autoptr (LkStore) store = lk_store_open (input->folder, error);
  g_autoptr (GPtrArray) records = store != NULL ? lk_store_list_cameras (store, error) : NULL;
  Loaded *loaded;

  if (records == NULL)
    return NULL;

  loaded = g_new0 (Loaded, 1);
  /* the cameras are worth showing without it */
  loaded->open = lk_recover_list (store, NULL, NULL);
  loaded->store = g_steal_pointer (&store);
  loaded->records = g_steal_pointer (&records);
  return loaded;
}

static gpointer
save_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  StoreInput *input = data;

  return lk_store_save_camera (input->store, input->record, error) ? input : NULL;
}

static gpointer
remove_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  StoreInput *input = data;

  return lk_store_remove_camera (input->store, lk_camera_record_get_id (input->record), error)
           ? input
           : NULL;
}

static gpointer
remember_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  StoreInput *input = data;
  const LkCameraRecordFields *fields = lk_camera_record_get_fields (input->record);

  return lk_password_store_save (fields->id, fields->name, input->password, cancellable, error)
           ? input
           : NULL;
}

static gpointer
forget_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  StoreInput *input = data;

  /* Where there is no keyring there is nothing to forget. */
  (void)lk_password_store_clear (lk_camera_record_get_id (input->record), cancellable, NULL);
  return input;
}

static gpointer
look_for_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  StoreInput *input = data;

  return lk_password_store_load (lk_camera_record_get_id (input->record), cancellable, error);
}

static void
remembered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCameraList) self = data;
  g_autoptr (GError) error = NULL;

  if (lk_job_finish (result, &error) == NULL)
    g_signal_emit (self, not_remembered_signal, 0, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCameraList) self = data;
  g_autoptr (GError) error = NULL;

  if (lk_job_finish (result, &error) == NULL)
    g_signal_emit (self, failed_signal, 0, error);
}

static void
write_record (LkCameraList *self, LkCameraRecord *record, LkJobFunc run)
{
  StoreInput *input;
  LkJobSpec spec;

  if (self->store == NULL)
    return;

  input = g_new0 (StoreInput, 1);
  input->store = g_object_ref (self->store);
  input->record = g_object_ref (record);
  spec = (LkJobSpec){ .name = "camera-list", .run = run, .input = input, .free_input = store_input_free };
  lk_job_start (&spec, NULL, written_cb, g_object_ref (self));
}

static int
compare_sessions (gconstpointer a, gconstpointer b, gpointer data)
{
  g_autofree char *one = lk_camera_session_dup_name ((LkCameraSession *)a);
  g_autofree char *other = lk_camera_session_dup_name ((LkCameraSession *)b);

  return g_utf8_collate (one, other);
}

static void
record_cb (LkCameraList *self, GParamSpec *pspec, LkCameraSession *session)
{
  write_record (self, lk_camera_session_get_record (session), save_thread);
}

/* One personal certificate opens many cameras: who unlocked it for one is not asked again for the
 * next. */
static void
identity_cb (LkCameraList *self, GParamSpec *pspec, LkCameraSession *session)
{
  const char *selector =
    lk_camera_record_get_fields (lk_camera_session_get_record (session))->personal;
  LkIdentity *identity = lk_camera_session_get_identity (session);
  GListModel *model = G_LIST_MODEL (self->sessions);

  for (guint i = 0; identity != NULL && selector != NULL && i < g_list_model_get_n_items (model);
       i++)
    {
      g_autoptr (LkCameraSession) other = g_list_model_get_item (model, i);

      if (lk_camera_session_get_identity (other) != NULL ||
          g_strcmp0 (lk_camera_record_get_fields (lk_camera_session_get_record (other))->personal,
                     selector) != 0)
        continue;
      lk_camera_session_set_identity (other, identity);
      if (g_error_matches (lk_camera_session_get_error (other), LK_ERROR,
                           LK_ERROR_CLIENT_REFUSED) &&
          !lk_camera_session_is_busy (other))
        lk_camera_session_reload (other);
    }
}

static gboolean
is_unread (LkCameraSession *session)
{
  return lk_camera_session_get_tab (session) == NULL &&
         lk_camera_session_get_error (session) == NULL;
}

static void
read_next (LkCameraList *self)
{
  GListModel *model = G_LIST_MODEL (self->sessions);
  guint n_busy = 0;

  if (!self->reading)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkCameraSession) session = g_list_model_get_item (model, i);

      if (!lk_camera_session_is_busy (session) && is_unread (session) && n_busy < MAX_READING)
        lk_camera_session_reload (session);
      n_busy += lk_camera_session_is_busy (session) ? 1 : 0;
    }
}

static void
insert (LkCameraList *self, LkCameraSession *session)
{
  g_signal_connect_object (session, "finished", G_CALLBACK (read_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::record", G_CALLBACK (record_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::identity", G_CALLBACK (identity_cb), self, G_CONNECT_SWAPPED);
  g_list_store_insert_sorted (self->sessions, session, compare_sessions, NULL);
}

LkCameraSession *
lk_camera_list_create_session (LkCameraList *self, LkCameraRecord *record)
{
  LkCameraSession *session;

  g_return_val_if_fail (LK_IS_CAMERA_LIST (self), NULL);

  session = lk_camera_session_new (record, self->store);
  if (self->folder == NULL)
    lk_camera_session_use_keyring (session);
  return session;
}

static gint64
find_interruption (GPtrArray *open, LkCameraSession *session)
{
  for (guint i = 0; open != NULL && i < open->len; i++)
    {
      const LkInterruption *interruption = open->pdata[i];

      if (g_strcmp0 (interruption->camera_id,
                     lk_camera_record_get_id (lk_camera_session_get_record (session))) == 0)
        return interruption->row;
    }
  return 0;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCameraList) self = data;
  g_autoptr (GError) error = NULL;
  Loaded *loaded = lk_job_finish (result, &error);

  if (loaded != NULL)
    {
      self->store = g_object_ref (loaded->store);
      for (guint i = 0; i < loaded->records->len; i++)
        {
          g_autoptr (LkCameraSession) session =
            lk_camera_list_create_session (self, loaded->records->pdata[i]);

          lk_camera_session_set_interruption (session, find_interruption (loaded->open, session));
          insert (self, session);
        }
      loaded_free (loaded);
    }
  self->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
  if (error != NULL)
    g_signal_emit (self, failed_signal, 0, error);
}

static void
lk_camera_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LkCameraList *self = LK_CAMERA_LIST (object);

  if (id == PROP_READY)
    g_value_set_boolean (value, self->ready);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lk_camera_list_finalize (GObject *object)
{
  LkCameraList *self = LK_CAMERA_LIST (object);

  g_free (self->folder);
  g_clear_object (&self->store);
  g_clear_object (&self->sessions);
  G_OBJECT_CLASS (lk_camera_list_parent_class)->finalize (object);
}

static void
lk_camera_list_class_init (LkCameraListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_camera_list_finalize;
  object_class->get_property = lk_camera_list_get_property;

  properties[PROP_READY] =
    g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  failed_signal = g_signal_new ("failed", LK_TYPE_CAMERA_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_ERROR);
  not_remembered_signal =
    g_signal_new ("not-remembered", LK_TYPE_CAMERA_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
lk_camera_list_init (LkCameraList *self)
{
  self->sessions = g_list_store_new (LK_TYPE_CAMERA_SESSION);
}

LkCameraList *
lk_camera_list_new (const char *folder)
{
  LkCameraList *self = g_object_new (LK_TYPE_CAMERA_LIST, NULL);

  self->folder = g_strdup (folder);
  return self;
}

void
lk_camera_list_load (LkCameraList *self)
{
  StoreInput *input;
  LkJobSpec spec;

  g_return_if_fail (LK_IS_CAMERA_LIST (self) && !self->ready);

  input = g_new0 (StoreInput, 1);
  input->folder = g_strdup (self->folder);
  spec = (LkJobSpec){
    .name = "camera-list",
    .run = load_thread,
    .input = input,
    .free_input = store_input_free,
    .free_value = loaded_free,
  };
  lk_job_start (&spec, NULL, loaded_cb, g_object_ref (self));
}

void
lk_camera_list_read_all (LkCameraList *self)
{
  g_return_if_fail (LK_IS_CAMERA_LIST (self));

  self->reading = TRUE;
  read_next (self);
}

GListModel *
lk_camera_list_get_model (LkCameraList *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_LIST (self), NULL);
  return G_LIST_MODEL (self->sessions);
}

LkStore *
lk_camera_list_get_store (LkCameraList *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_LIST (self), NULL);
  return self->store;
}

gboolean
lk_camera_list_is_ready (LkCameraList *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_LIST (self), FALSE);
  return self->ready;
}

LkCameraSession *
lk_camera_list_find_by_uri (LkCameraList *self, const char *uri)
{
  g_return_val_if_fail (LK_IS_CAMERA_LIST (self) && uri != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sessions)); i++)
    {
      g_autoptr (LkCameraSession) session =
        g_list_model_get_item (G_LIST_MODEL (self->sessions), i);

      if (g_strcmp0 (lk_camera_record_get_fields (lk_camera_session_get_record (session))->uri,
                     uri) == 0)
        return session; /* the list keeps it */
    }
  return NULL;
}

void
lk_camera_list_add (LkCameraList *self, LkCameraSession *session)
{
  g_return_if_fail (LK_IS_CAMERA_LIST (self) && LK_IS_CAMERA_SESSION (session));

  insert (self, session);
  write_record (self, lk_camera_session_get_record (session), save_thread);
}

void
lk_camera_list_remember_password (LkCameraList *self, LkCameraSession *session, gboolean remember)
{
  LkSecret *password;
  StoreInput *input;
  LkJobSpec spec;

  g_return_if_fail (LK_IS_CAMERA_LIST (self) && LK_IS_CAMERA_SESSION (session));

  password = lk_camera_session_get_password (session);
  if (self->folder != NULL)
    return; /* a store of its own has no business in the user's keyring */

  input = g_new0 (StoreInput, 1);
  input->record = g_object_ref (lk_camera_session_get_record (session));
  input->password = remember && password != NULL ? lk_secret_ref (password) : NULL;
  spec = (LkJobSpec){
    .name = "camera-password",
    .run = input->password != NULL ? remember_thread : forget_thread,
    .input = input,
    .free_input = store_input_free,
  };
  lk_job_start (&spec, NULL, remembered_cb, g_object_ref (self));
}

void
lk_camera_list_look_for_password_async (LkCameraList *self,
                                        LkCameraSession *session,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  StoreInput *input = g_new0 (StoreInput, 1);
  LkJobSpec spec = {
    .name = "camera-password",
    .run = look_for_thread,
    .input = input,
    .free_input = store_input_free,
    .free_value = (GDestroyNotify)lk_secret_unref,
  };

  input->record = g_object_ref (lk_camera_session_get_record (session));
  lk_job_start (&spec, cancellable, callback, user_data);
}

gboolean
lk_camera_list_look_for_password_finish (GAsyncResult *result)
{
  g_autoptr (LkSecret) password = lk_job_finish (result, NULL);

  return password != NULL;
}

void
lk_camera_list_remove (LkCameraList *self, LkCameraSession *session)
{
  guint position;

  g_return_if_fail (LK_IS_CAMERA_LIST (self) && LK_IS_CAMERA_SESSION (session));

  if (!g_list_store_find (self->sessions, session, &position))
    return;
  g_signal_handlers_disconnect_by_func (session, record_cb, self);
  write_record (self, lk_camera_session_get_record (session), remove_thread);
  lk_camera_session_cancel (session);
  g_list_store_remove (self->sessions, position);
}
