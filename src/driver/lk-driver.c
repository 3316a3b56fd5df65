/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/lk-driver.h"

#include "base/lk-error.h"
#include "driver/onvif/lk-onvif-camera.h"
#include "driver/snc/lk-snc-camera.h"

typedef struct
{
  const char *name;
  /* UNSUPPORTED when the camera does not speak this language. */
  LkCamera *(*open) (LkConnection *connection,
                     const char *profile,
                     GCancellable *cancellable,
                     GError **error);
  /* (nullable) where cameras have device profiles */
  LkDryRun *(*dry_run) (LkCamera *camera, GCancellable *cancellable, GError **error);
} Driver;

/* "auto" asks from top to bottom. */
static const Driver drivers[] = {
  { "onvif", lk_onvif_camera_open, NULL },
  { "snc", lk_snc_camera_open, lk_snc_camera_dry_run },
};

static LkCamera *
open_first (LkConnection *connection,
            const char *profile,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GString) reasons = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (drivers); i++)
    {
      g_autoptr (GError) failure = NULL;
      LkCamera *camera;

      if (profile != NULL && drivers[i].dry_run == NULL)
        continue;
      camera = drivers[i].open (connection, profile, cancellable, &failure);
      if (camera != NULL)
        return camera;
      if (!g_error_matches (failure, LK_ERROR, LK_ERROR_UNSUPPORTED))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      g_string_append_printf (reasons, "%s%s: %s", reasons->len > 0 ? "; " : "", drivers[i].name,
                              failure->message);
    }
  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "No driver knows this camera (%s)", reasons->str);
  return NULL;
}

LkCamera *
lk_driver_open (LkConnection *connection,
                const char *driver,
                const char *profile,
                GCancellable *cancellable,
                GError **error)
{
  g_return_val_if_fail (LK_IS_CONNECTION (connection), NULL);

  if (driver == NULL || g_str_equal (driver, "auto"))
    return open_first (connection, profile, cancellable, error);
  for (gsize i = 0; i < G_N_ELEMENTS (drivers); i++)
    if (g_str_equal (drivers[i].name, driver))
      return drivers[i].open (connection, profile, cancellable, error);
  g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "There is no driver “%s”", driver);
  return NULL;
}

const char *const *
lk_driver_list_names (void)
{
  static const char *names[G_N_ELEMENTS (drivers) + 1];

  /* Written with the same values by whoever comes first. */
  for (gsize i = 0; i < G_N_ELEMENTS (drivers); i++)
    names[i] = drivers[i].name;
  return names;
}

const char *
lk_driver_get_profiled (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (drivers); i++)
    if (drivers[i].dry_run != NULL)
      return drivers[i].name;
  return NULL;
}

LkDryRun *
lk_driver_dry_run (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (LK_IS_CAMERA (camera), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (drivers); i++)
    if (drivers[i].dry_run != NULL && g_str_equal (drivers[i].name, lk_camera_get_driver (camera)))
      return drivers[i].dry_run (camera, cancellable, error);
  g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "This camera is asked without a device profile");
  return NULL;
}
