/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-view.h"

#include "camera/lk-sidebar.h"

struct _LkCameraView
{
  AdwBin parent_instance;

  AdwLeaflet *leaflet;
  LkSidebar *sidebar;
  LkCameraPage *page;
};

G_DEFINE_FINAL_TYPE (LkCameraView, lk_camera_view, ADW_TYPE_BIN)

static guint chosen_signal;

static void
chosen_cb (LkCameraView *self, LkCameraSession *session)
{
  g_signal_emit (self, chosen_signal, 0, session);
}

static void
lk_camera_view_dispose (GObject *object)
{
  /* The only child is bound as well: the template would leave AdwBin with a pointer to it. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CAMERA_VIEW);
  G_OBJECT_CLASS (lk_camera_view_parent_class)->dispose (object);
}

static void
lk_camera_view_class_init (LkCameraViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_camera_view_dispose;

  chosen_signal = g_signal_new ("chosen", LK_TYPE_CAMERA_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, LK_TYPE_CAMERA_SESSION);

  g_type_ensure (LK_TYPE_SIDEBAR);
  g_type_ensure (LK_TYPE_CAMERA_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-camera-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LkCameraView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, LkCameraView, sidebar);
  gtk_widget_class_bind_template_child (widget_class, LkCameraView, page);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
lk_camera_view_init (LkCameraView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LkCameraView *
lk_camera_view_new (LkCameraList *list)
{
  LkCameraView *self = g_object_new (LK_TYPE_CAMERA_VIEW, NULL);

  lk_sidebar_set_list (self->sidebar, list);
  return self;
}

void
lk_camera_view_set_session (LkCameraView *self, LkCameraSession *session)
{
  g_return_if_fail (LK_IS_CAMERA_VIEW (self));

  lk_camera_page_set_session (self->page, session);
  lk_sidebar_select (self->sidebar, session);
}

LkCameraSession *
lk_camera_view_get_session (LkCameraView *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_VIEW (self), NULL);
  return lk_camera_page_get_session (self->page);
}

LkCameraPage *
lk_camera_view_get_page (LkCameraView *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_VIEW (self), NULL);
  return self->page;
}

void
lk_camera_view_show_page (LkCameraView *self)
{
  g_return_if_fail (LK_IS_CAMERA_VIEW (self));
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
}

void
lk_camera_view_show_sidebar (LkCameraView *self)
{
  g_return_if_fail (LK_IS_CAMERA_VIEW (self));
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
}

gboolean
lk_camera_view_is_folded (LkCameraView *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_VIEW (self), FALSE);
  return adw_leaflet_get_folded (self->leaflet);
}

void
lk_camera_view_start_search (LkCameraView *self)
{
  g_return_if_fail (LK_IS_CAMERA_VIEW (self));

  lk_camera_view_show_sidebar (self);
  lk_sidebar_start_search (self->sidebar);
}
