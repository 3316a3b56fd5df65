/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-page-private.h"

#include "base/lk-error.h"
#include "camera/lk-camera-personal.h"
#include "camera/lk-confirm.h"
#include "camera/lk-import-ca.h"
#include "camera/lk-import-pick.h"
#include "camera/lk-import-server.h"

#include <glib/gi18n.h>

static LkTabCertificate *
get_trusted (LkCameraSession *session, guint slot)
{
  LkSslTab *tab = lk_camera_session_get_tab (session);

  return tab != NULL ? lk_ssl_tab_get_trusted (tab, slot) : NULL;
}

static LkTabCertificate *
get_server (LkCameraSession *session)
{
  LkSslTab *tab = lk_camera_session_get_tab (session);

  return tab != NULL ? lk_ssl_tab_get_fields (tab)->server_certificate : NULL;
}

static void
reload_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkCameraSession *session = lk_camera_page_get_session (LK_CAMERA_PAGE (widget));

  lk_camera_session_forget_claim (session);
  lk_camera_session_reload (session);
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_camera_session_cancel (lk_camera_page_get_session (LK_CAMERA_PAGE (widget)));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_camera_session_reset_change (lk_camera_page_get_session (LK_CAMERA_PAGE (widget)));
}

static void
go_to_server_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_camera_page_show_server_pane (LK_CAMERA_PAGE (widget));
}

/* The inspector belongs to the window; a certificate travels there as its DER. */
static void
view_certificate (GtkWidget *widget, LkTabCertificate *certificate)
{
  LkCertificate *whole =
    certificate != NULL ? lk_tab_certificate_get_certificate (certificate) : NULL;

  if (whole != NULL)
    gtk_widget_activate_action_variant (
      widget, "win.view-certificate",
      g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, lk_certificate_get_der (whole), TRUE));
}

static void
view_server_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  view_certificate (widget, get_server (lk_camera_page_get_session (LK_CAMERA_PAGE (widget))));
}

static void
view_ca_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  view_certificate (widget, get_trusted (lk_camera_page_get_session (LK_CAMERA_PAGE (widget)),
                                         g_variant_get_uint32 (parameter)));
}

static void
ask (GtkWidget *widget, const LkAlert *alert, const LkCameraRequest *request)
{
  lk_confirm_run (lk_camera_page_get_window (LK_CAMERA_PAGE (widget)),
                  lk_camera_page_get_session (LK_CAMERA_PAGE (widget)), alert, request);
}

static void
delete_ca_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_confirm_delete_ca (lk_camera_page_get_window (LK_CAMERA_PAGE (widget)),
                        lk_camera_page_get_session (LK_CAMERA_PAGE (widget)),
                        g_variant_get_uint32 (parameter));
}

static void
delete_server_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkTabCertificate *certificate = get_server (lk_camera_page_get_session (LK_CAMERA_PAGE (widget)));

  if (certificate == NULL)
    return;
  ask (widget,
       &(LkAlert){
         .heading = _ ("Delete the Server Certificate?"),
         .body = _ ("The certificate and its private key are removed from the camera. Client authentication cannot be used without them."),
         .verb = _ ("_Delete"),
         .appearance = ADW_RESPONSE_DESTRUCTIVE,
         .extra = lk_confirm_show_certificate (certificate),
       },
       &(LkCameraRequest){ .action = LK_ACTION_DELETE_SERVER });
}

static void
reset_key_password_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (widget,
       &(LkAlert){
         .heading = _ ("Reset the Private Key Password?"),
         .body = _ ("The camera forgets the password. A private key that is encrypted with it can then no longer be opened."),
         .verb = _ ("_Reset"),
         .appearance = ADW_RESPONSE_DESTRUCTIVE,
       },
       &(LkCameraRequest){ .action = LK_ACTION_SET_PASSWORD });
}

static void
set_key_password_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_confirm_ask_key_password (lk_camera_page_get_window (LK_CAMERA_PAGE (widget)),
                               lk_camera_page_get_session (LK_CAMERA_PAGE (widget)));
}

static void
generate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_confirm_generate (lk_camera_page_get_window (LK_CAMERA_PAGE (widget)),
                       lk_camera_page_get_session (LK_CAMERA_PAGE (widget)));
}

static void
import_ca_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_import_pick_ca (lk_camera_page_get_window (LK_CAMERA_PAGE (widget)),
                     lk_camera_page_get_session (LK_CAMERA_PAGE (widget)),
                     g_variant_get_uint32 (parameter));
}

static void
import_ca_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GFile) file = NULL;
  const char *uri = NULL;
  guint slot;

  g_variant_get (parameter, "(u&s)", &slot, &uri);
  file = g_file_new_for_uri (uri);
  lk_camera_page_import_ca_file (LK_CAMERA_PAGE (widget), slot, file);
}

void
lk_camera_page_import_ca_file (LkCameraPage *self, guint slot, GFile *file)
{
  LkCameraSession *session = lk_camera_page_get_session (self);

  if (session == NULL || lk_camera_session_get_tab (session) == NULL)
    return;
  lk_import_ca_present (lk_camera_page_get_window (self), session, slot, file);
}

static void
import_server_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_import_pick_server (lk_camera_page_get_window (LK_CAMERA_PAGE (widget)),
                         lk_camera_page_get_session (LK_CAMERA_PAGE (widget)));
}

static void
import_server_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  lk_import_server_present (lk_camera_page_get_window (LK_CAMERA_PAGE (widget)),
                            lk_camera_page_get_session (LK_CAMERA_PAGE (widget)), file);
}

static void
create_request_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_confirm_create_request (lk_camera_page_get_window (LK_CAMERA_PAGE (widget)),
                             lk_camera_page_get_session (LK_CAMERA_PAGE (widget)));
}

static void
import_signed_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_import_pick_signed (lk_camera_page_get_window (LK_CAMERA_PAGE (widget)),
                         lk_camera_page_get_session (LK_CAMERA_PAGE (widget)));
}

static void
choose_personal_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_camera_personal_choose (lk_camera_page_get_window (LK_CAMERA_PAGE (widget)),
                             lk_camera_page_get_session (LK_CAMERA_PAGE (widget)));
}

static void
recover_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkCameraPage *self = LK_CAMERA_PAGE (widget);
  LkCameraSession *session = lk_camera_page_get_session (self);

  if (lk_camera_session_get_interruption (session) != 0)
    lk_confirm_recover (lk_camera_page_get_window (self), session);
  else
    lk_confirm_show_ways_back (lk_camera_page_get_window (self));
}

static void
set_up_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.set-up", NULL);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCameraPage) self = data;

  if (lk_camera_session_run_finish (LK_CAMERA_SESSION (source), result, NULL))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.enable", NULL);
}

/* Enable never enables blindly: what else is pending is applied, then the guided setup takes
 * over. */
static void
apply_then_set_up (LkCameraPage *self, LkTabChange change)
{
  LkCameraSession *session = lk_camera_page_get_session (self);

  change.client_enabled = -1;
  lk_camera_session_wish_client_enabled (session, FALSE);
  if (lk_camera_session_is_pending (session))
    lk_camera_session_run_async (session,
                                 &(LkCameraRequest){ .action = LK_ACTION_APPLY, .change = change },
                                 applied_cb, g_object_ref (self));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.enable", NULL);
}

static void
ok_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkCameraPage *self = LK_CAMERA_PAGE (widget);
  LkCameraSession *session = lk_camera_page_get_session (self);
  LkTabChange change = lk_camera_session_get_change (session);
  LkCameraRequest request = { .action = LK_ACTION_APPLY, .change = change };

  if (change.client_enabled == TRUE)
    apply_then_set_up (self, change);
  else if (change.client_enabled == FALSE)
    ask (widget,
         &(LkAlert){
           .heading = _ ("Disable Client Authentication?"),
           .body = _ ("Everybody who knows a password can then open the camera, with any computer."),
           .verb = _ ("_Disable"),
           .appearance = ADW_RESPONSE_DESTRUCTIVE,
         },
         &request);
  else if (change.ssl_function == LK_SSL_FUNCTION_DISABLE)
    ask (widget,
         &(LkAlert){
           .heading = _ ("Disable the SSL Function?"),
           .body = _ ("The camera then answers without encryption only, and not at its present https address. "
                      "To go on, edit its address to http and allow that."),
           .verb = _ ("_Disable"),
           .appearance = ADW_RESPONSE_DESTRUCTIVE,
         },
         &request);
  else
    lk_camera_session_run_async (session, &request, NULL, NULL);
}

/* When an action can be used: all of the named conditions hold. */
typedef enum
{
  NEEDS_SESSION = 1 << 0,
  NEEDS_TAB = 1 << 1,
  NEEDS_IDLE = 1 << 2,
  NEEDS_BUSY = 1 << 3,
  NEEDS_PENDING = 1 << 4,
  NEEDS_AVAILABLE = 1 << 5, /* client authentication can be used */
} ActionNeeds;

static const struct
{
  const char *name;
  const char *parameter_type;
  GtkWidgetActionActivateFunc activate;
  guint needs;
} actions[] = {
  { "camera.reload", NULL, reload_action, NEEDS_SESSION | NEEDS_IDLE },
  { "camera.stop", NULL, stop_action, NEEDS_BUSY },
  { "camera.ok", NULL, ok_action, NEEDS_TAB | NEEDS_IDLE | NEEDS_PENDING },
  { "camera.cancel", NULL, cancel_action, NEEDS_TAB | NEEDS_IDLE | NEEDS_PENDING },
  { "camera.set-up", NULL, set_up_action, NEEDS_TAB | NEEDS_IDLE },
  { "camera.go-to-server", NULL, go_to_server_action, NEEDS_TAB },
  { "camera.view-server", NULL, view_server_action, NEEDS_TAB },
  { "camera.import-server", NULL, import_server_action, NEEDS_TAB | NEEDS_IDLE },
  { "camera.import-server-file", "s", import_server_file_action, NEEDS_TAB | NEEDS_IDLE },
  { "camera.delete-server", NULL, delete_server_action, NEEDS_TAB | NEEDS_IDLE },
  { "camera.generate", NULL, generate_action, NEEDS_TAB | NEEDS_IDLE },
  { "camera.create-request", NULL, create_request_action, NEEDS_TAB | NEEDS_IDLE },
  { "camera.import-signed", NULL, import_signed_action, NEEDS_TAB | NEEDS_IDLE },
  { "camera.set-key-password", NULL, set_key_password_action, NEEDS_TAB | NEEDS_IDLE },
  { "camera.reset-key-password", NULL, reset_key_password_action, NEEDS_TAB | NEEDS_IDLE },
  { "camera.view-ca", "u", view_ca_action, NEEDS_TAB },
  { "camera.import-ca", "u", import_ca_action, NEEDS_TAB | NEEDS_IDLE | NEEDS_AVAILABLE },
  { "camera.import-ca-file", "(us)", import_ca_file_action, NEEDS_TAB | NEEDS_IDLE | NEEDS_AVAILABLE },
  { "camera.delete-ca", "u", delete_ca_action, NEEDS_TAB | NEEDS_IDLE },
  { "camera.recover", NULL, recover_action, NEEDS_SESSION | NEEDS_IDLE },
  { "camera.choose-personal", NULL, choose_personal_action, NEEDS_SESSION | NEEDS_IDLE },
};

void
lk_camera_page_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
}

static guint
find_what_holds (LkCameraSession *session)
{
  LkSslTab *tab = session != NULL ? lk_camera_session_get_tab (session) : NULL;
  guint holds = 0;

  if (session == NULL)
    return 0;
  holds |= NEEDS_SESSION;
  holds |= lk_camera_session_is_busy (session) ? NEEDS_BUSY : NEEDS_IDLE;
  if (lk_camera_session_is_pending (session))
    holds |= NEEDS_PENDING;
  if (tab != NULL)
    holds |= NEEDS_TAB;
  if (tab != NULL && lk_ssl_tab_is_client_available (tab))
    holds |= NEEDS_AVAILABLE;
  return holds;
}

void
lk_camera_page_update_actions (LkCameraPage *self)
{
  guint holds = find_what_holds (lk_camera_page_get_session (self));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name,
                                   (actions[i].needs & ~holds) == 0);
}
