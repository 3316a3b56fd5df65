/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-import-pick.h"

#include "baseline/lk-file-picker.h"
#include "camera/lk-import-ca.h"
#include "camera/lk-import-server.h"
#include "camera/lk-import-signed.h"

#include <glib/gi18n.h>

static const char *const certificate_suffixes[] = { "pem", "crt", "cer", "der", "p7b", "p7c", "txt", NULL };
static const char *const identity_suffixes[] = { "p12", "pfx", "pem", "crt", "key", NULL };

/* A file that is being chosen for a camera. */
typedef struct
{
  GtkWindow *parent;
  LkCameraSession *session;
  guint slot;
  void (*present) (GtkWindow *parent, LkCameraSession *session, GFile *file); /* NULL: into @slot */
} Choice;

static void
choice_free (Choice *choice)
{
  g_object_unref (choice->parent);
  g_object_unref (choice->session);
  g_free (choice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Choice) choice = data;
  g_autoptr (GFile) file = lk_file_picker_finish (result, NULL);

  if (file == NULL)
    return;
  if (choice->present != NULL)
    choice->present (choice->parent, choice->session, file);
  else
    lk_import_ca_present (choice->parent, choice->session, choice->slot, file);
}

static void
pick (const LkFilePicker *picker, const Choice *content)
{
  Choice *choice = g_memdup2 (content, sizeof *content);

  g_object_ref (choice->parent);
  g_object_ref (choice->session);
  lk_file_picker_open_async (choice->parent, picker, NULL, chosen_cb, choice);
}

void
lk_import_pick_ca (GtkWindow *parent, LkCameraSession *session, guint slot)
{
  g_return_if_fail (GTK_IS_WINDOW (parent) && LK_IS_CAMERA_SESSION (session));

  pick (
    &(LkFilePicker){
      .title = _ ("Choose a Trusted CA Certificate"),
      .accept = _ ("_Choose"),
      .filter_name = _ ("Certificates"),
      .suffixes = certificate_suffixes,
    },
    &(Choice){ .parent = parent, .session = session, .slot = slot });
}

void
lk_import_pick_server (GtkWindow *parent, LkCameraSession *session)
{
  g_return_if_fail (GTK_IS_WINDOW (parent) && LK_IS_CAMERA_SESSION (session));

  pick (
    &(LkFilePicker){
      .title = _ ("Choose a Server Certificate With Its Private Key"),
      .accept = _ ("_Choose"),
      .filter_name = _ ("Certificates With Private Key"),
      .suffixes = identity_suffixes,
    },
    &(Choice){ .parent = parent, .session = session, .present = lk_import_server_present });
}

void
lk_import_pick_signed (GtkWindow *parent, LkCameraSession *session)
{
  g_return_if_fail (GTK_IS_WINDOW (parent) && LK_IS_CAMERA_SESSION (session));

  pick (
    &(LkFilePicker){
      .title = _ ("Choose the Signed Certificate"),
      .accept = _ ("_Choose"),
      .filter_name = _ ("Certificates"),
      .suffixes = certificate_suffixes,
    },
    &(Choice){ .parent = parent, .session = session, .present = lk_import_signed_present });
}
