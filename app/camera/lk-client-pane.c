/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-client-pane.h"

#include "camera/lk-trusted-row.h"

#include <glib/gi18n.h>

struct _LkClientPane
{
  LkPane parent_instance;

  GtkWidget *notice;
  AdwActionRow *notice_row;
  GtkWidget *go_to_server;
  AdwPreferencesGroup *group;
  AdwActionRow *enable_row;
  GtkSwitch *enable;
  GtkWidget *cn_row; /* shown where the camera takes a choice */
  GtkSwitch *cn_is_user;
  LkTrustedRow *trusted[LK_MAX_TRUSTED];
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (LkClientPane, lk_client_pane, LK_TYPE_PANE)

static void
enable_cb (LkClientPane *self)
{
  LkCameraSession *session = lk_pane_get_session (LK_PANE (self));

  if (!self->updating && session != NULL)
    lk_camera_session_wish_client_enabled (session, gtk_switch_get_active (self->enable));
}

static void
cn_cb (LkClientPane *self)
{
  LkCameraSession *session = lk_pane_get_session (LK_PANE (self));

  if (!self->updating && session != NULL)
    lk_camera_session_wish_cn_is_user (session, gtk_switch_get_active (self->cn_is_user));
}

static void
lk_client_pane_update (LkPane *pane, LkCameraSession *session, const LkSslTabFields *tab)
{
  LkClientPane *self = LK_CLIENT_PANE (pane);
  LkTabChange change = lk_camera_session_get_change (session);
  LkCameraFeatures features = lk_camera_session_get_capabilities (session).features;
  gboolean supported = (features & LK_CAMERA_HAS_CLIENT_AUTHENTICATION) != 0;
  gboolean available =
    supported && lk_ssl_tab_is_client_available (lk_camera_session_get_tab (session));
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  gtk_widget_set_visible (self->notice, !available);
  gtk_widget_set_visible (self->go_to_server, supported);
  g_object_set (self->notice_row,
                "title", supported ? _ ("A server certificate is needed first") : _ ("This camera has no client authentication"),
                "subtitle", supported ? _ ("Client authentication can be used only once a server certificate is on the camera.") : NULL,
                NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->group), available);

  self->updating = TRUE;
  gtk_switch_set_active (self->enable,
                         change.client_enabled != -1 ? change.client_enabled : tab->client_enabled);
  gtk_switch_set_active (self->cn_is_user, change.cn_is_user != LK_CN_KEEP
                                             ? change.cn_is_user == LK_CN_IS_USER
                                             : tab->cn_is_user);
  self->updating = FALSE;
  gtk_widget_set_visible (self->cn_row, (features & LK_CAMERA_CAN_SET_CN_IS_USER) != 0);
  g_object_set (self->enable_row,
                "subtitle", tab->client_enabled ? _ ("On: without a personal certificate nobody gets in") : _ ("Off: a password is enough to get in"),
                NULL);

  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->trusted[i]), i < tab->trusted_capacity);
      lk_trusted_row_set_certificate (self->trusted[i], tab->trusted[i], now);
    }
}

static void
lk_client_pane_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CLIENT_PANE);
  G_OBJECT_CLASS (lk_client_pane_parent_class)->dispose (object);
}

static void
lk_client_pane_class_init (LkClientPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_client_pane_dispose;
  LK_PANE_CLASS (klass)->update = lk_client_pane_update;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-client-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, LkClientPane, notice);
  gtk_widget_class_bind_template_child (widget_class, LkClientPane, notice_row);
  gtk_widget_class_bind_template_child (widget_class, LkClientPane, go_to_server);
  gtk_widget_class_bind_template_child (widget_class, LkClientPane, group);
  gtk_widget_class_bind_template_child (widget_class, LkClientPane, enable_row);
  gtk_widget_class_bind_template_child (widget_class, LkClientPane, enable);
  gtk_widget_class_bind_template_child (widget_class, LkClientPane, cn_row);
  gtk_widget_class_bind_template_child (widget_class, LkClientPane, cn_is_user);
  gtk_widget_class_bind_template_callback (widget_class, enable_cb);
  gtk_widget_class_bind_template_callback (widget_class, cn_cb);
}

static void
lk_client_pane_init (LkClientPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The row names it with its title, which since GTK 4.14 stands before the switch's own label. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->enable),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);

  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    {
      self->trusted[i] = lk_trusted_row_new (i + 1);
      adw_preferences_group_add (self->group, GTK_WIDGET (self->trusted[i]));
    }
}
