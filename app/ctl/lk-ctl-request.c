/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A server certificate for a key that never leaves the camera. */

#include "config.h"

#include "ctl/lk-ctl-camera.h"
#include "ctl/lk-ctl-inspect.h"
#include "ctl/lk-ctl-judge.h"
#include "ctl/lk-ctl-output.h"
#include "ctl/lk-ctl-values.h"

#include "base/lk-error.h"
#include "certificate/lk-certificate-request.h"

#include <glib/gi18n.h>

/* With --json what it is, too. */
static gboolean
print_request (LkCtl *ctl, GBytes *der, const char *path, GError **error)
{
  g_autoptr (LkCertificateRequest) request = lk_certificate_request_new_from_der (der, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  const char *subject;
  const char *key;

  if (request == NULL)
    return FALSE;
  subject = lk_certificate_request_get_subject (request);
  key = lk_public_key_get_sha256 (lk_certificate_request_get_public_key (request));
  if (!ctl->json)
    {
      lk_ctl_print_row (0, _ ("Certificate request"), path);
      lk_ctl_print_row (2, _ ("Subject DN"), subject);
      lk_ctl_print_row (2, "SPKI SHA-256", key);
      return TRUE;
    }
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "path", path);
  lk_ctl_add_string (builder, "subject", subject);
  lk_ctl_add_string (builder, "spki_sha256", key);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  lk_ctl_print_json (root);
  return TRUE;
}

int
lk_ctl_run_create_request (LkCtl *ctl, char **arguments, GError **error)
{
  g_auto (LkCtlCamera) opened = { 0 };
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GBytes) der = NULL;
  g_autofree char *pem = NULL;
  g_autoptr (GError) failure = NULL;

  if (!lk_ctl_camera_open (&opened, ctl, arguments[0], error))
    return LK_CTL_FAILED;
  uri = g_uri_parse (arguments[0], G_URI_FLAGS_NONE, error);
  if (uri == NULL)
    return LK_CTL_FAILED;
  der = lk_camera_create_request (
    opened.camera, ctl->common_name != NULL ? ctl->common_name : g_uri_get_host (uri),
    ctl->discard_earlier, ctl->cancellable, &failure);
  if (der == NULL)
    {
      if (g_error_matches (failure, LK_ERROR, LK_ERROR_EXISTS))
        g_printerr ("latchkeyctl: %s\n", _ ("With --discard-earlier their keys are deleted, and certificates made of those requests can no longer be imported."));
      g_propagate_error (error, g_steal_pointer (&failure));
      return LK_CTL_FAILED;
    }
  pem = lk_camera_request_to_pem (der);
  if (!g_file_set_contents (arguments[1], pem, -1, &failure))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "%s", failure->message);
      return LK_CTL_FAILED;
    }
  return print_request (ctl, der, arguments[1], error) ? LK_CTL_DONE : LK_CTL_FAILED;
}

static gboolean
judge_signed (LkCtl *ctl,
              const LkCtlCamera *opened,
              GPtrArray *certificates,
              LkBundle *bundle,
              GError **error)
{
  g_autoptr (GPtrArray) chain = lk_camera_sort_signed (certificates, error);
  g_autoptr (GUri) uri = g_uri_parse (
    lk_connection_get_uri (lk_camera_get_connection (opened->camera)), G_URI_FLAGS_NONE, NULL);

  return chain != NULL &&
         lk_ctl_judge (ctl, opened,
                       &(LkJudgeContext){
                         .purpose = LK_JUDGE_AS_SERVER,
                         .certificate = g_ptr_array_index (chain, 0),
                         .pool = certificates,
                         .file = bundle,
                         .address = uri != NULL ? g_uri_get_host (uri) : NULL,
                       },
                       NULL, 0, error);
}

int
lk_ctl_run_import_signed (LkCtl *ctl, char **arguments, GError **error)
{
  g_auto (LkCtlCamera) opened = { 0 };
  g_autoptr (LkBundle) bundle = lk_ctl_read_bundle (ctl, arguments[1], NULL, error);
  g_autoptr (GPtrArray) certificates = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  if (bundle == NULL || !lk_ctl_camera_open (&opened, ctl, arguments[0], error))
    return LK_CTL_FAILED;
  certificates = lk_bundle_list_certificates (bundle);
  if (!judge_signed (ctl, &opened, certificates, bundle, error))
    return LK_CTL_FAILED;
  tab = lk_camera_import_signed (opened.camera, certificates, ctl->cancellable, error);
  if (tab == NULL)
    return LK_CTL_FAILED;
  lk_ctl_print_tab (ctl, opened.camera, opened.facts, tab);
  return LK_CTL_DONE;
}
