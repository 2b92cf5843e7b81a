"""The sheet: links looked over before they are added."""
