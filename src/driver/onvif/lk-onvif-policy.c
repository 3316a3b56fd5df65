/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/onvif/lk-onvif-policy.h"

#include "base/lk-error.h"

#define MAX_ANCHORS 64

#define ALIAS LK_ONVIF_ALIAS " trusted CA"

void
lk_onvif_policy_free (LkOnvifPolicy *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->alias);
  g_ptr_array_unref (self->anchors);
  g_free (self);
}

static void
read_policy (LkOnvifPolicy *self, const xmlNode *node)
{
  self->alias = lk_soap_dup_text (node, "Alias");
  self->requires_purpose = lk_soap_get_boolean (node, "Parameters/RequireTLSWWWClientAuthExtendedKeyUsage", FALSE);
  for (const xmlNode *anchor = lk_soap_find (node, "TrustAnchor");
       anchor != NULL && self->anchors->len < MAX_ANCHORS; anchor = lk_soap_next (anchor))
    {
      char *id = lk_soap_dup_text (anchor, "CertificateID");

      if (id != NULL)
        g_ptr_array_add (self->anchors, id);
    }
}

LkOnvifPolicy *
lk_onvif_policy_read_assigned (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSoapReply) assigned = lk_onvif_camera_call (
    self, LK_ONVIF_GET_ASSIGNED_CERT_PATH_VALIDATION_POLICIES, NULL, cancellable, error);
  g_autoptr (LkOnvifPolicy) policy = NULL;
  g_autoptr (LkSoapReply) message = NULL;

  if (assigned == NULL)
    return NULL;
  policy = g_new0 (LkOnvifPolicy, 1);
  policy->anchors = g_ptr_array_new_with_free_func (g_free);
  policy->id = lk_soap_dup_text (lk_soap_reply_get_content (assigned), "CertPathValidationPolicyID");
  if (policy->id == NULL)
    return g_steal_pointer (&policy);
  message = lk_onvif_camera_ask (self, LK_ONVIF_GET_CERT_PATH_VALIDATION_POLICY,
                                 "tas:CertPathValidationPolicyID", policy->id, cancellable, error);
  if (message == NULL)
    return NULL;
  read_policy (policy, lk_soap_find (lk_soap_reply_get_content (message), "CertPathValidationPolicy"));
  return g_steal_pointer (&policy);
}

static char *
create (LkOnvifCamera *self,
        GPtrArray *anchors,
        gboolean requires_purpose,
        GCancellable *cancellable,
        GError **error)
{
  LkSoapWriter *arguments = lk_soap_writer_new ();
  g_autoptr (LkSoapReply) message = NULL;

  lk_soap_write_text (arguments, "tas:Alias", ALIAS);
  lk_soap_write_open (arguments, "tas:Parameters");
  if (requires_purpose)
    lk_soap_write_boolean (arguments, "tas:RequireTLSWWWClientAuthExtendedKeyUsage", TRUE);
  lk_soap_write_close (arguments, "tas:Parameters");
  for (guint i = 0; i < anchors->len; i++)
    {
      lk_soap_write_open (arguments, "tas:TrustAnchor");
      lk_soap_write_text (arguments, "tas:CertificateID", g_ptr_array_index (anchors, i));
      lk_soap_write_close (arguments, "tas:TrustAnchor");
    }
  message = lk_onvif_camera_call (self, LK_ONVIF_CREATE_CERT_PATH_VALIDATION_POLICY, arguments,
                                  cancellable, error);
  return message != NULL ? lk_soap_dup_text (lk_soap_reply_get_content (message), "CertPathValidationPolicyID") : NULL;
}

static void
drop (LkOnvifCamera *self, const char *id, GCancellable *cancellable)
{
  /* only clean-up */
  (void)lk_onvif_camera_tell (self, LK_ONVIF_DELETE_CERT_PATH_VALIDATION_POLICY,
                              "tas:CertPathValidationPolicyID", id, cancellable, NULL);
}

static gboolean
assign (LkOnvifCamera *self,
        const LkOnvifPolicy *old,
        const char *new_id,
        GCancellable *cancellable,
        GError **error)
{
  LkSoapWriter *arguments;

  if (old->id == NULL)
    return lk_onvif_camera_tell (self, LK_ONVIF_ADD_CERT_PATH_VALIDATION_POLICY_ASSIGNMENT,
                                 "tas:CertPathValidationPolicyID", new_id, cancellable, error);
  arguments = lk_soap_writer_new ();
  lk_soap_write_text (arguments, "tas:OldCertPathValidationPolicyID", old->id);
  lk_soap_write_text (arguments, "tas:NewCertPathValidationPolicyID", new_id);
  return lk_onvif_camera_do (self, LK_ONVIF_REPLACE_CERT_PATH_VALIDATION_POLICY_ASSIGNMENT,
                             arguments, cancellable, error);
}

/* Whether @new_id is in use; without an answer it may be, so nothing is thrown away. */
static gboolean
is_assigned (LkOnvifCamera *self, const char *new_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSoapReply) message = lk_onvif_camera_call (
    self, LK_ONVIF_GET_ASSIGNED_CERT_PATH_VALIDATION_POLICIES, NULL, cancellable, error);
  g_autofree char *id = NULL;

  if (message == NULL)
    return FALSE;
  id = lk_soap_dup_text (lk_soap_reply_get_content (message), "CertPathValidationPolicyID");
  if (g_strcmp0 (id, new_id) == 0)
    return TRUE;
  g_set_error_literal (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, "The camera agreed to use the new trusted CA certificates and still uses the old ones");
  return FALSE;
}

/* A policy in use is never edited (Security 5.2.4): a new one is made, takes its place, is seen
 * there, and only then the old one goes. With @anchors the policy is what the camera will trust. */
static gboolean
replace (LkOnvifCamera *self,
         const LkOnvifPolicy *old,
         GPtrArray *anchors,
         GCancellable *cancellable,
         GError **error)
{
  g_autofree char *new_id = create (self, anchors, old->requires_purpose, cancellable, error);

  if (new_id == NULL)
    return FALSE;
  if (!assign (self, old, new_id, cancellable, error))
    {
      drop (self, new_id, cancellable);
      return FALSE;
    }
  if (!lk_onvif_camera_wait_setup (self, cancellable, error))
    return FALSE;
  if (old->id == NULL)
    return TRUE; /* nothing is to be thrown away, and the tab is read again in any case */
  if (!is_assigned (self, new_id, cancellable, error))
    return FALSE;
  if (old->alias != NULL && g_str_has_prefix (old->alias, LK_ONVIF_ALIAS))
    drop (self, old->id, cancellable);
  return TRUE;
}

static GPtrArray *
copy_anchors (const LkOnvifPolicy *policy)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < policy->anchors->len; i++)
    g_ptr_array_add (copy, g_strdup (g_ptr_array_index (policy->anchors, i)));
  return copy;
}

gboolean
lk_onvif_tls_import_ca (LkOnvifCamera *self,
                        guint slot,
                        LkCertificate *certificate,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (LkOnvifPolicy) old = lk_onvif_policy_read_assigned (self, cancellable, error);
  g_autoptr (GPtrArray) anchors = NULL;
  g_autofree char *id = NULL;
  g_autofree char *replaced = NULL;
  g_autoptr (GError) failure = NULL;

  if (old == NULL)
    return FALSE;
  id = lk_onvif_keystore_put (self, certificate, ALIAS, FALSE, cancellable, error);
  if (id == NULL)
    return FALSE;
  anchors = copy_anchors (old);
  if (slot <= anchors->len)
    {
      replaced = g_steal_pointer (&g_ptr_array_index (anchors, slot - 1));
      g_ptr_array_index (anchors, slot - 1) = g_strdup (id);
    }
  else
    g_ptr_array_add (anchors, g_strdup (id));
  if (!replace (self, old, anchors, cancellable, &failure))
    {
      lk_onvif_explain_loss (failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      lk_onvif_keystore_drop_certificate (self, id, cancellable);
      return FALSE;
    }
  if (replaced != NULL)
    lk_onvif_keystore_drop_certificate (self, replaced, cancellable);
  return TRUE;
}

/* Nobody is trusted any more; the rules of LkCamera let this happen only while client
 * authentication is off. */
static gboolean
remove_all (LkOnvifCamera *self,
            const LkOnvifPolicy *old,
            GCancellable *cancellable,
            GError **error)
{
  if (!lk_onvif_camera_tell (self, LK_ONVIF_REMOVE_CERT_PATH_VALIDATION_POLICY_ASSIGNMENT,
                             "tas:CertPathValidationPolicyID", old->id, cancellable, error))
    return FALSE;
  if (old->alias != NULL && g_str_has_prefix (old->alias, LK_ONVIF_ALIAS))
    drop (self, old->id, cancellable);
  return TRUE;
}

gboolean
lk_onvif_tls_delete_ca (LkOnvifCamera *self, guint slot, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkOnvifPolicy) old = lk_onvif_policy_read_assigned (self, cancellable, error);
  g_autoptr (GPtrArray) anchors = NULL;
  g_autofree char *id = NULL;

  if (old == NULL)
    return FALSE;
  if (slot < 1 || slot > old->anchors->len)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "Trusted CA certificate %u is not set", slot);
      return FALSE;
    }
  id = g_strdup (g_ptr_array_index (old->anchors, slot - 1));
  anchors = copy_anchors (old);
  g_ptr_array_remove_index (anchors, slot - 1);
  if (anchors->len == 0 ? !remove_all (self, old, cancellable, error)
                        : !replace (self, old, anchors, cancellable, error))
    return FALSE;
  lk_onvif_keystore_drop_certificate (self, id, cancellable);
  return TRUE;
}
