/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-function-pane.h"

#include "camera/lk-choice-row.h"
#include "camera/lk-field-row.h"
#include "camera/lk-versions-row.h"

struct _LkFunctionPane
{
  LkPane parent_instance;

  LkChoiceRow *ssl_function;
  LkFieldRow *tls_versions;       /* shown where the camera tells them */
  LkVersionsRow *choose_versions; /* instead, where it takes a choice */
};

G_DEFINE_FINAL_TYPE (LkFunctionPane, lk_function_pane, LK_TYPE_PANE)

static const char *
get_label (int value)
{
  return lk_ssl_function_get_label (value);
}

static void
chosen_cb (LkFunctionPane *self, int value)
{
  lk_camera_session_wish_ssl_function (lk_pane_get_session (LK_PANE (self)), value);
}

static void
versions_chosen_cb (LkFunctionPane *self, guint value)
{
  lk_camera_session_wish_tls_versions (lk_pane_get_session (LK_PANE (self)), value);
}

static void
lk_function_pane_update (LkPane *pane, LkCameraSession *session, const LkSslTabFields *tab)
{
  LkFunctionPane *self = LK_FUNCTION_PANE (pane);
  LkTabChange change = lk_camera_session_get_change (session);
  LkSslFunction value =
    change.ssl_function != LK_SSL_FUNCTION_UNKNOWN ? change.ssl_function : tab->ssl_function;
  g_autofree char *versions = lk_tls_versions_dup_names (tab->tls_versions);

  gboolean can_choose = versions != NULL && (lk_camera_session_get_capabilities (session).features &
                                             LK_CAMERA_CAN_SET_TLS_VERSIONS) != 0;

  gtk_widget_set_visible (GTK_WIDGET (self->choose_versions), can_choose);
  lk_versions_row_set_versions (self->choose_versions, tab->offered_tls_versions, tab->tls_versions,
                                change.tls_versions);
  gtk_widget_set_visible (GTK_WIDGET (self->tls_versions), versions != NULL && !can_choose);
  lk_field_row_set_value (self->tls_versions, versions);
  lk_choice_row_set_choices (self->ssl_function, tab->offered_ssl_functions,
                             LK_SSL_FUNCTION_ENABLE_WITH_HTTP, get_label, value);
}

static void
lk_function_pane_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_FUNCTION_PANE);
  G_OBJECT_CLASS (lk_function_pane_parent_class)->dispose (object);
}

static void
lk_function_pane_class_init (LkFunctionPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_function_pane_dispose;
  LK_PANE_CLASS (klass)->update = lk_function_pane_update;

  g_type_ensure (LK_TYPE_CHOICE_ROW);
  g_type_ensure (LK_TYPE_FIELD_ROW);
  g_type_ensure (LK_TYPE_VERSIONS_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-function-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, LkFunctionPane, ssl_function);
  gtk_widget_class_bind_template_child (widget_class, LkFunctionPane, tls_versions);
  gtk_widget_class_bind_template_child (widget_class, LkFunctionPane, choose_versions);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, versions_chosen_cb);
}

static void
lk_function_pane_init (LkFunctionPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
