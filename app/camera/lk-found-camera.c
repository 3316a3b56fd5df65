/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-found-camera.h"

#include "camera/lk-camera-address.h"

struct _LkFoundCamera
{
  GObject parent_instance;

  char *endpoint;
  char *name;
  char *model;
  char *title;
  char *uri;
  char *plain_uri;
};

G_DEFINE_FINAL_TYPE (LkFoundCamera, lk_found_camera, G_TYPE_OBJECT)

static char *
format_base (const char *scheme, GUri *uri, int port)
{
  g_autofree char *text =
    g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri), port, "", NULL, NULL);

  return lk_camera_address_complete (text);
}

/* A camera names an address for each of its interfaces: the one that answered is the one that can
 * be reached, and an encrypted one goes before a plain one. */
static int
rank (GUri *uri, const char *sender)
{
  gboolean is_https = g_strcmp0 (g_uri_get_scheme (uri), "https") == 0;

  return (g_strcmp0 (g_uri_get_host (uri), sender) == 0 ? 2 : 0) + (is_https ? 1 : 0);
}

static GUri *
choose_address (const LkDiscovered *discovered)
{
  g_autoptr (GUri) best = NULL;

  for (char **xaddr = discovered->xaddrs; xaddr != NULL && *xaddr != NULL; xaddr++)
    {
      g_autofree char *address = lk_camera_address_complete (*xaddr);
      g_autoptr (GUri) uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;

      if (uri == NULL)
        continue;
      if (best == NULL || rank (uri, discovered->address) > rank (best, discovered->address))
        {
          g_clear_pointer (&best, g_uri_unref);
          best = g_steal_pointer (&uri);
        }
    }
  return g_steal_pointer (&best);
}

static char *
dup_text (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static void
lk_found_camera_finalize (GObject *object)
{
  LkFoundCamera *self = LK_FOUND_CAMERA (object);

  g_free (self->endpoint);
  g_free (self->name);
  g_free (self->model);
  g_free (self->title);
  g_free (self->uri);
  g_free (self->plain_uri);
  G_OBJECT_CLASS (lk_found_camera_parent_class)->finalize (object);
}

static void
lk_found_camera_class_init (LkFoundCameraClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_found_camera_finalize;
}

static void
lk_found_camera_init (LkFoundCamera *self)
{
}

LkFoundCamera *
lk_found_camera_new (const LkDiscovered *discovered)
{
  g_autoptr (GUri) address = choose_address (discovered);
  LkFoundCamera *self;
  gboolean is_https;

  if (address == NULL)
    return NULL;
  is_https = g_str_equal (g_uri_get_scheme (address), "https");

  self = g_object_new (LK_TYPE_FOUND_CAMERA, NULL);
  self->endpoint = g_strdup (discovered->endpoint);
  self->name = dup_text (discovered->name);
  self->model = dup_text (discovered->hardware);
  self->uri =
    format_base ("https", address, is_https ? g_uri_get_port (address) : -1);
  if (!is_https)
    self->plain_uri = format_base ("http", address, g_uri_get_port (address));
  self->title = g_strdup (self->name != NULL    ? self->name
                          : self->model != NULL ? self->model
                                                : g_uri_get_host (address));
  return self;
}

const char *
lk_found_camera_get_endpoint (LkFoundCamera *self)
{
  g_return_val_if_fail (LK_IS_FOUND_CAMERA (self), NULL);
  return self->endpoint;
}

const char *
lk_found_camera_get_title (LkFoundCamera *self)
{
  g_return_val_if_fail (LK_IS_FOUND_CAMERA (self), NULL);
  return self->title;
}

const char *
lk_found_camera_get_name (LkFoundCamera *self)
{
  g_return_val_if_fail (LK_IS_FOUND_CAMERA (self), NULL);
  return self->name;
}

const char *
lk_found_camera_get_model (LkFoundCamera *self)
{
  g_return_val_if_fail (LK_IS_FOUND_CAMERA (self), NULL);
  return self->model;
}

const char *
lk_found_camera_get_uri (LkFoundCamera *self)
{
  g_return_val_if_fail (LK_IS_FOUND_CAMERA (self), NULL);
  return self->uri;
}

const char *
lk_found_camera_get_plain_uri (LkFoundCamera *self)
{
  g_return_val_if_fail (LK_IS_FOUND_CAMERA (self), NULL);
  return self->plain_uri;
}
