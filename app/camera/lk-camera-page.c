/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-page-private.h"

#include "base/lk-error.h"
#include "baseline/lk-alert.h"
#include "baseline/lk-banner.h"
#include "baseline/lk-error-page.h"
#include "baseline/lk-error-text.h"
#include "camera/lk-camera-personal.h"
#include "camera/lk-client-pane.h"
#include "camera/lk-function-pane.h"
#include "camera/lk-server-pane.h"

#include <glib/gi18n.h>

struct _LkCameraPage
{
  AdwBin parent_instance;

  LkCameraSession *session;
  GSignalGroup *signals;
  gboolean folded;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkWidget *back;
  GtkStack *stack;
  LkErrorPage *error_page;
  LkBanner *banner;
  LkBanner *interruption;
  GtkScrolledWindow *scroller;
  LkPane *function_pane;
  LkPane *server_pane;
  LkPane *client_pane;
  GtkStack *bottom;
  GtkWidget *bottom_bar;
  GtkLabel *progress;
  GtkLabel *progress_alone;
};

enum
{
  PROP_0,
  PROP_FOLDED,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (LkCameraPage, lk_camera_page, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

/* What mends an error is an action of the window or of this page. */
typedef struct
{
  LkError code;
  const char *icon_name;
  const char *mend;
  const char *action;
} Remedy;

static const Remedy remedies[] = {
  { LK_ERROR_UNREACHABLE, "network-error-symbolic", N_ ("_Edit Camera…"), "win.edit-camera" },
  { LK_ERROR_TIMEOUT, "network-error-symbolic", N_ ("_Edit Camera…"), "win.edit-camera" },
  { LK_ERROR_AUTH_REFUSED, "dialog-password-symbolic", N_ ("_Log In…"), "win.edit-camera" },
  { LK_ERROR_PEER_UNTRUSTED, "dialog-question-symbolic", N_ ("_Compare Key…"), "win.edit-camera" },
  { LK_ERROR_CLIENT_REFUSED, "changes-prevent-symbolic", N_ ("_Choose Personal Certificate…"), "camera.choose-personal" },
  { LK_ERROR_PLAIN_TEXT, "dialog-warning-symbolic", N_ ("_Edit Camera…"), "win.edit-camera" },
  { LK_ERROR_UNSUPPORTED, "camera-video-symbolic", N_ ("_Edit Camera…"), "win.edit-camera" },
  { LK_ERROR_USAGE, "dialog-warning-symbolic", N_ ("_Edit Camera…"), "win.edit-camera" },
};

static const Remedy *
find_remedy (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (remedies); i++)
    if (g_error_matches (error, LK_ERROR, remedies[i].code))
      return &remedies[i];
  return NULL;
}

static void
mend_cb (LkCameraPage *self)
{
  const GError *error = self->session != NULL ? lk_camera_session_get_error (self->session) : NULL;
  const Remedy *remedy = find_remedy (error);

  if (remedy != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), remedy->action, NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "camera.reload", NULL);
}

static void
retry_cb (LkCameraPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "camera.reload", NULL);
}

static void
recover_cb (LkCameraPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "camera.recover", NULL);
}

static void
update_error (LkCameraPage *self, const GError *error)
{
  const Remedy *remedy = find_remedy (error);

  lk_error_page_set_error (self->error_page, error, remedy != NULL ? remedy->icon_name : "dialog-warning-symbolic");
  /* Nothing was refused that was typed: the password was not kept. */
  if (g_error_matches (error, LK_ERROR, LK_ERROR_AUTH_REFUSED) &&
      lk_camera_session_get_password (self->session) == NULL)
    lk_error_page_set_words (self->error_page, _ ("Log In to This Camera"),
                             _ ("Its password is not remembered on this computer. Log in with the name and password of an administrator."));
  lk_error_page_set_buttons (self->error_page, remedy != NULL ? _ (remedy->mend) : NULL, _ ("_Try Again"));
  lk_error_page_set_recover (
    self->error_page,
    g_error_matches (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED) ? _ ("_Recover…") : NULL);
  lk_banner_set_title (self->banner, lk_error_text_get_heading (error));
  lk_banner_set_button_label (self->banner, remedy != NULL ? _ (remedy->mend) : _ ("_Try Again"));
}

static void
update_stack (LkCameraPage *self)
{
  const GError *error = self->session != NULL ? lk_camera_session_get_error (self->session) : NULL;
  gboolean busy = self->session != NULL && lk_camera_session_is_busy (self->session);
  gboolean tab = self->session != NULL && lk_camera_session_get_tab (self->session) != NULL;
  const char *page = "nothing";

  if (error != NULL)
    update_error (self, error);
  if (tab)
    page = "tab";
  else if (busy)
    page = "reading";
  else if (error != NULL)
    page = "error";
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (self->bottom_bar, tab);
  gtk_stack_set_visible_child_name (self->bottom, busy ? "progress" : "buttons");
  lk_banner_set_revealed (self->banner, tab && error != NULL && !busy);
  lk_banner_set_revealed (self->interruption,
                          self->session != NULL &&
                            lk_camera_session_get_interruption (self->session) != 0 && !busy);
}

static void
update_title (LkCameraPage *self)
{
  g_autofree char *name = NULL;
  g_autofree char *subtitle = NULL;

  if (self->session != NULL)
    g_object_get (self->session, "name", &name, "subtitle", &subtitle, NULL);
  adw_window_title_set_title (self->title, name != NULL ? name : "");
  adw_window_title_set_subtitle (self->title, subtitle);
}

/* Only for the camera that is looked at: a password is not asked for behind the user's back. */
static void
open_personal (LkCameraPage *self)
{
  GtkWindow *window = lk_camera_page_get_window (self);
  const char *selector = NULL;

  if (self->session != NULL && window != NULL && !lk_camera_session_is_busy (self->session))
    selector = lk_camera_session_claim_personal (self->session);
  if (selector != NULL)
    lk_camera_personal_open (window, self->session, selector);
}

static void
update_cb (LkCameraPage *self)
{
  g_autofree char *progress = NULL;

  if (self->session != NULL)
    g_object_get (self->session, "progress-text", &progress, NULL);
  if (progress != NULL && *progress != '\0')
    {
      gtk_label_set_text (self->progress, progress);
      gtk_label_set_text (self->progress_alone, progress);
    }
  update_title (self);
  update_stack (self);
  lk_camera_page_update_actions (self);
  open_personal (self);
}

static void
finished_cb (LkCameraPage *self, LkCameraAction action, const GError *error)
{
  g_autofree char *escaped = NULL;
  AdwToast *toast;

  if (error != NULL)
    {
      /* A reload that failed has its own page or banner, the guided setup tells how its change
       * ended, and about earlier requests that are in the way somebody asks. */
      gboolean is_asked = action == LK_ACTION_CREATE_REQUEST &&
                          g_error_matches (error, LK_ERROR, LK_ERROR_EXISTS);

      if (action != LK_ACTION_RELOAD && action != LK_ACTION_ENABLE && !is_asked)
        lk_error_present (lk_camera_page_get_window (self), error);
      return;
    }
  if (action == LK_ACTION_RELOAD)
    return;

  escaped = g_markup_escape_text (lk_camera_action_get_done_text (action), -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_timeout (toast, 3);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
lk_camera_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FOLDED)
    g_value_set_boolean (value, LK_CAMERA_PAGE (object)->folded);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lk_camera_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LkCameraPage *self = LK_CAMERA_PAGE (object);

  if (id != PROP_FOLDED)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  self->folded = g_value_get_boolean (value);
  gtk_widget_set_visible (self->back, self->folded);
}

static void
lk_camera_page_dispose (GObject *object)
{
  LkCameraPage *self = LK_CAMERA_PAGE (object);

  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CAMERA_PAGE);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (lk_camera_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, title);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, back);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, banner);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, interruption);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, function_pane);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, server_pane);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, client_pane);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, bottom);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, bottom_bar);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, progress);
  gtk_widget_class_bind_template_child (widget_class, LkCameraPage, progress_alone);
}

static void
lk_camera_page_class_init (LkCameraPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_camera_page_dispose;
  object_class->get_property = lk_camera_page_get_property;
  object_class->set_property = lk_camera_page_set_property;

  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LK_TYPE_BANNER);
  g_type_ensure (LK_TYPE_ERROR_PAGE);
  g_type_ensure (LK_TYPE_FUNCTION_PANE);
  g_type_ensure (LK_TYPE_SERVER_PANE);
  g_type_ensure (LK_TYPE_CLIENT_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-camera-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, mend_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, recover_cb);
  lk_camera_page_install_actions (widget_class);
}

static void
lk_camera_page_init (LkCameraPage *self)
{
  static const char *const watched[] = {
    "notify::tab", "notify::error", "notify::busy", "notify::pending", "notify::name", "notify::subtitle", "notify::interruption"
  };

  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (LK_TYPE_CAMERA_SESSION);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect_swapped (self->signals, watched[i], G_CALLBACK (update_cb), self);
  g_signal_group_connect_swapped (self->signals, "finished", G_CALLBACK (finished_cb), self);
  lk_camera_page_update_actions (self);
}

void
lk_camera_page_set_session (LkCameraPage *self, LkCameraSession *session)
{
  g_return_if_fail (LK_IS_CAMERA_PAGE (self));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  lk_pane_set_session (self->function_pane, session);
  lk_pane_set_session (self->server_pane, session);
  lk_pane_set_session (self->client_pane, session);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  update_cb (self);

  if (session != NULL && lk_camera_session_get_tab (session) == NULL &&
      lk_camera_session_get_error (session) == NULL && !lk_camera_session_is_busy (session))
    lk_camera_session_reload (session);
}

LkCameraSession *
lk_camera_page_get_session (LkCameraPage *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_PAGE (self), NULL);
  return self->session;
}

void
lk_camera_page_show_server_pane (LkCameraPage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_point_t top = GRAPHENE_POINT_INIT (0, 0);
  graphene_point_t point;

  if (gtk_widget_compute_point (
        GTK_WIDGET (self->server_pane),
        gtk_widget_get_parent (gtk_widget_get_parent (GTK_WIDGET (self->server_pane))), &top,
        &point))
    gtk_adjustment_set_value (adjustment, point.y);
  gtk_widget_child_focus (GTK_WIDGET (self->server_pane), GTK_DIR_TAB_FORWARD);
}

GtkWindow *
lk_camera_page_get_window (LkCameraPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}
