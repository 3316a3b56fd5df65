/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-demo.h"

#include "base/lk-error.h"
#include "simcamera/lk-sim-camera.h"
#include "simcamera/lk-sim-samples.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

struct _LkDemo
{
  GObject parent_instance;

  char *folder;
  char *store;
  char *samples;
  LkSimCamera *camera;
};

G_DEFINE_FINAL_TYPE (LkDemo, lk_demo, G_TYPE_OBJECT)

/* What cannot be removed stays in the temporary folder of the computer. */
static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        (void)g_unlink (path);
    }
  (void)g_rmdir (folder);
}

static void
lk_demo_finalize (GObject *object)
{
  LkDemo *self = LK_DEMO (object);

  if (self->camera != NULL)
    lk_sim_camera_stop (self->camera);
  g_clear_object (&self->camera);
  if (self->folder != NULL)
    remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->store);
  g_free (self->samples);
  G_OBJECT_CLASS (lk_demo_parent_class)->finalize (object);
}

static void
lk_demo_class_init (LkDemoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_demo_finalize;
}

static void
lk_demo_init (LkDemo *self)
{
}

static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "“%s” cannot be made: %s", folder, g_strerror (errno));
  return FALSE;
}

LkDemo *
lk_demo_new (GError **error)
{
  g_autoptr (LkDemo) self = g_object_new (LK_TYPE_DEMO, NULL);
  LkSimCameraOptions options = { 0 };

  self->folder = g_dir_make_tmp ("latchkey-demo-XXXXXX", error);
  if (self->folder == NULL)
    return NULL;
  self->store = g_build_filename (self->folder, "store", NULL);
  self->samples = g_build_filename (self->folder, "samples", NULL);
  if (!make_folder (self->store, error) || !lk_sim_samples_write (self->samples, error))
    return NULL;

  self->camera = lk_sim_camera_new (&options, error);
  if (self->camera == NULL)
    return NULL;
  lk_sim_camera_start (self->camera);
  return g_steal_pointer (&self);
}

const char *
lk_demo_get_store_folder (LkDemo *self)
{
  g_return_val_if_fail (LK_IS_DEMO (self), NULL);
  return self->store;
}

const char *
lk_demo_get_samples_folder (LkDemo *self)
{
  g_return_val_if_fail (LK_IS_DEMO (self), NULL);
  return self->samples;
}

LkCameraSession *
lk_demo_create_session (LkDemo *self, LkCameraList *list)
{
  g_autofree char *pin = NULL;
  g_autoptr (LkCameraRecord) record = NULL;
  g_autoptr (LkSecret) password = NULL;
  LkCameraSession *session;

  g_return_val_if_fail (LK_IS_DEMO (self), NULL);

  pin = lk_sim_camera_dup_pin (self->camera);
  record = lk_camera_record_new (&(LkCameraRecordFields){
    .name = _ ("Demonstration camera"),
    .uri = lk_sim_camera_get_uri (self->camera),
    .driver = "auto",
    .user = LK_SIM_DEFAULT_USER,
    .pin = pin,
  });
  password = lk_secret_new (LK_SIM_DEFAULT_PASSWORD, -1);
  session = lk_camera_list_create_session (list, record);
  lk_camera_session_set_password (session, password);
  return session;
}

char *
lk_demo_describe (LkDemo *self)
{
  g_return_val_if_fail (LK_IS_DEMO (self), NULL);

  /* Translators: user and password of a simulated camera; below stands the folder of the samples */
  return g_strdup_printf (_ ("Demonstration: simulated camera, user %s, password %s, samples in the folder"),
                          LK_SIM_DEFAULT_USER, LK_SIM_DEFAULT_PASSWORD);
}
