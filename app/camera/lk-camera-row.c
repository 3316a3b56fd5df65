/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-row.h"

struct _LkCameraRow
{
  GtkListBoxRow parent_instance;

  LkCameraSession *session;
};

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (LkCameraRow, lk_camera_row, GTK_TYPE_LIST_BOX_ROW)

static GParamSpec *properties[N_PROPS];

/* The icon repeats in colour what the words say. */
static char **
format_style (LkCameraRow *self, const char *style)
{
  const char *styles[] = { style, NULL };

  return g_strdupv ((char **)styles);
}

static char *
format_accessible (LkCameraRow *self, const char *name, const char *status)
{
  return g_strdup_printf ("%s, %s", name, status);
}

static void
update_accessible_cb (LkCameraRow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *status = NULL;
  g_autofree char *label = NULL;

  g_object_get (self->session, "name", &name, "status-text", &status, NULL);
  label = format_accessible (self, name, status);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
lk_camera_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LkCameraRow *self = LK_CAMERA_ROW (object);

  if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lk_camera_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LkCameraRow *self = LK_CAMERA_ROW (object);

  if (id == PROP_SESSION)
    self->session = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lk_camera_row_dispose (GObject *object)
{
  LkCameraRow *self = LK_CAMERA_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CAMERA_ROW);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (lk_camera_row_parent_class)->dispose (object);
}

static void
lk_camera_row_class_init (LkCameraRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_camera_row_dispose;
  object_class->get_property = lk_camera_row_get_property;
  object_class->set_property = lk_camera_row_set_property;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, LK_TYPE_CAMERA_SESSION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-camera-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, format_style);
}

static void
lk_camera_row_init (LkCameraRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LkCameraRow *
lk_camera_row_new (LkCameraSession *session)
{
  LkCameraRow *self = g_object_new (LK_TYPE_CAMERA_ROW, "session", session, NULL);

  g_signal_connect_object (session, "notify::status-text", G_CALLBACK (update_accessible_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::name", G_CALLBACK (update_accessible_cb), self, G_CONNECT_SWAPPED);
  update_accessible_cb (self);
  return self;
}

LkCameraSession *
lk_camera_row_get_session (LkCameraRow *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_ROW (self), NULL);
  return self->session;
}
