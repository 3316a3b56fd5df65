/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-server-pane.h"

#include "camera/lk-choice-row.h"
#include "camera/lk-field-row.h"

#include <glib/gi18n.h>

struct _LkServerPane
{
  LkPane parent_instance;

  LkChoiceRow *server_option;
  LkFieldRow *status;
  LkFieldRow *issuer;
  LkFieldRow *subject;
  LkFieldRow *period;
  LkFieldRow *extended_key_usage;
  GtkWidget *causes;
  GtkWidget *view;
  GtkWidget *delete;
  GtkWidget *generate;
  GtkWidget *request;
  GtkWidget *create_request;
  GtkWidget *import_answer;
  GtkWidget *answer; /* of the CA */
  AdwActionRow *password;
  GtkWidget *set_password;
};

G_DEFINE_FINAL_TYPE (LkServerPane, lk_server_pane, LK_TYPE_PANE)

static const struct
{
  const char *icon_name;
  const char *style;
} status_icons[] = {
  [LK_SERVER_STATUS_NONE] = { NULL, NULL },
  [LK_SERVER_STATUS_VALID] = { "object-select-symbolic", "success" },
  [LK_SERVER_STATUS_INVALID] = { "dialog-warning-symbolic", "warning" },
};

static const char *
get_label (int value)
{
  return lk_server_option_get_label (value);
}

static void
chosen_cb (LkServerPane *self, int value)
{
  lk_camera_session_wish_server_option (lk_pane_get_session (LK_PANE (self)), value);
}

static void
update_certificate (LkServerPane *self, LkTabCertificate *certificate)
{
  gboolean there = certificate != NULL;
  GtkWidget *rows[] = {
    GTK_WIDGET (self->issuer), GTK_WIDGET (self->subject), GTK_WIDGET (self->period),
    GTK_WIDGET (self->extended_key_usage), self->delete
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_visible (rows[i], there);
  gtk_widget_set_visible (self->view,
                          there && lk_tab_certificate_get_certificate (certificate) != NULL);
  if (!there)
    return;

  lk_field_row_set_value (self->issuer, lk_tab_certificate_get_issuer (certificate));
  lk_field_row_set_value (self->subject, lk_tab_certificate_get_subject (certificate));
  lk_field_row_set_value (self->period, lk_tab_certificate_get_period (certificate));
  lk_field_row_set_value (self->extended_key_usage,
                          lk_tab_certificate_get_extended_key_usage (certificate));
}

static void
lk_server_pane_update (LkPane *pane, LkCameraSession *session, const LkSslTabFields *tab)
{
  LkServerPane *self = LK_SERVER_PANE (pane);
  LkTabChange change = lk_camera_session_get_change (session);
  LkServerOption option =
    change.server_option != LK_SERVER_OPTION_UNKNOWN ? change.server_option : tab->server_option;
  LkCameraFeatures features = lk_camera_session_get_capabilities (session).features;

  lk_choice_row_set_choices (self->server_option, tab->offered_server_options,
                             LK_SERVER_OPTION_SELF_SIGNED, get_label, option);
  lk_field_row_set_value (self->status, _ (lk_server_status_get_label (tab->server_status)));
  lk_field_row_set_icon (self->status, status_icons[tab->server_status].icon_name,
                         status_icons[tab->server_status].style);
  gtk_widget_set_visible (self->causes, tab->server_status == LK_SERVER_STATUS_INVALID);
  update_certificate (self, tab->server_certificate);

  gtk_widget_set_visible (self->generate, (features & LK_CAMERA_CAN_GENERATE_SELF_SIGNED) != 0);
  gtk_widget_set_visible (self->request, (features & LK_CAMERA_CAN_CREATE_REQUEST) != 0);
  gtk_widget_set_visible (self->answer, (features & LK_CAMERA_CAN_CREATE_REQUEST) != 0);
  gtk_widget_set_visible (self->set_password, (features & LK_CAMERA_CAN_SET_KEY_PASSWORD) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->password),
                          (features & LK_CAMERA_CAN_SET_KEY_PASSWORD) != 0 ||
                            tab->key_password_set);
  g_object_set (self->password, "subtitle", tab->key_password_set ? _ ("Set") : _ ("Not set"), NULL);
}

static gboolean
drop_cb (LkServerPane *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  return uri != NULL && gtk_widget_activate_action (GTK_WIDGET (self), "camera.import-server-file", "s", uri);
}

static void
lk_server_pane_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_SERVER_PANE);
  G_OBJECT_CLASS (lk_server_pane_parent_class)->dispose (object);
}

static void
lk_server_pane_class_init (LkServerPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_server_pane_dispose;
  LK_PANE_CLASS (klass)->update = lk_server_pane_update;

  g_type_ensure (LK_TYPE_CHOICE_ROW);
  g_type_ensure (LK_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-server-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, server_option);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, status);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, issuer);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, subject);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, period);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, extended_key_usage);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, causes);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, view);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, delete);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, generate);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, request);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, create_request);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, import_answer);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, answer);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, password);
  gtk_widget_class_bind_template_child (widget_class, LkServerPane, set_password);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
lk_server_pane_init (LkServerPane *self)
{
  GtkDropTarget *target;

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Their own names, instead of their labels, which since GTK 4.10 would go first. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->create_request),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->import_answer),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);

  target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
